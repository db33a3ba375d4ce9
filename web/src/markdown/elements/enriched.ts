/**
 * Elements whose text the page shows in a richer form: highlighted code, a typeset formula, a loaded image. They
 * are made once; as long as the text says the same, whatever renders it again leaves them as they are.
 */
const sources = new WeakMap<Element, string>();

/** @param source the text that the element stood for before */
export function markEnriched(element: Element, source: string): void {
  sources.set(element, source);
}

/** What an enriched element stands for; undefined for one that is as it was rendered. */
export function sourceOf(element: Element): string | undefined {
  return sources.get(element);
}
