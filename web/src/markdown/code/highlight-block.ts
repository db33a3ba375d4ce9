import { markEnriched, sourceOf } from '../elements/enriched.ts';
import { makeElement } from '../elements/make-element.ts';
import { highlight } from './highlight.ts';
import { keepSelection } from './keep-selection.ts';
import { languageOf } from './languages.ts';
import { SCOPES, type Runs } from './runs.ts';

/** What each element was last sent to be highlighted as: once for a code. */
const asked = new WeakMap<Element, string>();

/** Gives the code of a block its colours when they are there. Only colours: nothing on the page moves by it. */
export async function highlightBlock(element: HTMLElement): Promise<void> {
  const language = languageOf(element.dataset['lang'] ?? '');
  const code = element.textContent;
  if (language === undefined || sourceOf(element) !== undefined || asked.get(element) === code) return;
  asked.set(element, code);
  const runs = await highlight(code, language);
  if (!runs || element.textContent !== code) return;
  keepSelection(element, () => element.replaceChildren(paint(code, runs)));
  markEnriched(element, code);
}

function paint(code: string, runs: Runs): DocumentFragment {
  const fragment = document.createDocumentFragment();
  let start = 0;
  for (let at = 0; at < runs.length; at += 2) {
    const text = code.slice(start, start + (runs[at] ?? 0));
    const scope = runs[at + 1] ?? 0;
    fragment.append(scope === 0 ? text : makeElement('span', `code-${SCOPES[scope]}`, text));
    start += text.length;
  }
  // Whatever the runs say, all of the code is there.
  if (start < code.length) fragment.append(code.slice(start));
  return fragment;
}
