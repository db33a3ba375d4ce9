import { markEnriched, sourceOf } from '../elements/enriched.ts';

type Typeset = typeof import('./typeset.ts').typeset;

/** Longer than this it is no formula that somebody reads, and takes its time. */
const SOURCE_CHARS_MAX = 5_000;

/** There from the first formula on: most texts have none. */
let typeset: Typeset | undefined;
let loading: Promise<Typeset> | undefined;

/** Typesets a formula that stands on the page as its source; until it can be, and where it cannot, that stays. */
export async function showFormula(element: HTMLElement): Promise<void> {
  const source = element.textContent;
  if (sourceOf(element) !== undefined || source.length > SOURCE_CHARS_MAX) return;
  // Nothing is waited for where nothing needs to be: then the source is never seen.
  const set = typeset ?? (await loadTypeset());
  if (set && element.textContent === source && sourceOf(element) === undefined) put(element, source, set);
}

/** Gets what typesets, before there is a whole formula. Undefined when it could not be fetched: the next one tries again. */
export async function loadTypeset(): Promise<Typeset | undefined> {
  loading ??= import('./typeset.ts').then((module) => module.typeset);
  try {
    typeset = await loading;
  } catch {
    loading = undefined;
  }
  return typeset;
}

function put(element: HTMLElement, source: string, set: Typeset): void {
  const formula = set(source, element.localName === 'p');
  markEnriched(element, source);
  if (!formula) return;
  element.replaceChildren(formula);
  element.classList.add('math-set');
  // A wide formula scrolls sideways and must be reachable by keyboard.
  if (element.localName === 'p') element.tabIndex = 0;
}
