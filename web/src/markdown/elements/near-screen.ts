/** How far from what is seen something may be that is about to be seen. */
const MARGIN = '800px';

const acts = new WeakMap<Element, () => void>();
let observer: IntersectionObserver | undefined;

/** Acts once, when the element is on the screen or not far from it. */
export function whenNearScreen(element: Element, act: () => void): void {
  acts.set(element, act);
  observer ??= makeObserver();
  observer.observe(element);
}

function makeObserver(): IntersectionObserver {
  // `scrollMargin` is for the transcript, which scrolls inside the page; a browser without it acts a little later.
  return new IntersectionObserver(actOnSeen, { rootMargin: MARGIN, scrollMargin: MARGIN });
}

function actOnSeen(entries: readonly IntersectionObserverEntry[]): void {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    observer?.unobserve(target);
    acts.get(target)?.();
    acts.delete(target);
  }
}
