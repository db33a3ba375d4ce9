import katex from 'katex';
import 'katex/dist/katex-swap.min.css';
import { keepHarmless } from './keep-harmless.ts';

/** The nodes of a formula; undefined for what is none. */
export function typeset(source: string, isDisplay: boolean): DocumentFragment | undefined {
  const place = document.createElement('span');
  try {
    katex.render(source, place, {
      displayMode: isDisplay,
      // Commands that link, load or name things are not followed.
      trust: false,
      strict: 'ignore',
      maxExpand: 100,
      maxSize: 20,
    });
  } catch {
    // A model that misspelt a command: the source says more than nothing.
    return undefined;
  }
  const formula = document.createDocumentFragment();
  formula.append(...place.childNodes);
  keepHarmless(formula);
  return formula;
}
