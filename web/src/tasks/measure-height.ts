import { createEffect, createSignal, onCleanup, type Accessor } from 'solid-js';

/** The height of an element, px, as it changes; 0 before there is one. */
export function measureHeight(element: Accessor<HTMLElement | undefined>): Accessor<number> {
  const [height, setHeight] = createSignal(0);
  createEffect(() => {
    const measured = element();
    if (!measured) return;
    setHeight(measured.offsetHeight);
    const observer = new ResizeObserver(() => setHeight(measured.offsetHeight));
    observer.observe(measured);
    onCleanup(() => observer.disconnect());
  });
  return height;
}
