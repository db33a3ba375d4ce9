const INSET = '--keyboard-inset';

/**
 * Keeps what is at the foot of the page above the keyboard of a phone. Most browsers make the page smaller themselves
 * (`interactive-widget` in index.html); others only move a window over it, and that is measured here.
 *
 * @returns ends it
 */
export function watchKeyboard(root: HTMLElement, viewport: VisualViewport | null): () => void {
  if (!viewport) return () => undefined;
  const measure = (): void => {
    // Somebody who has zoomed in sees a part of the page, keyboard or not.
    const hidden = viewport.scale > 1 ? 0 : window.innerHeight - viewport.height - viewport.offsetTop;
    root.style.setProperty(INSET, `${Math.max(0, Math.round(hidden))}px`);
  };
  const listening = new AbortController();
  viewport.addEventListener('resize', measure, { signal: listening.signal });
  viewport.addEventListener('scroll', measure, { signal: listening.signal });
  return () => listening.abort();
}
