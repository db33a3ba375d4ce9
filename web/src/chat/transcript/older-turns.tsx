import { createEffect, createSignal, onCleanup } from 'solid-js';
import { Skeleton } from '../../controls/skeleton.tsx';

/** Older turns are fetched before the reader is there. */
const AHEAD = '600px 0px 0px 0px';

/** Above the first turn that is there: when it comes near, there will be more. */
export function OlderTurns(props: { root: HTMLElement; isLoading: boolean; onNear: () => void }) {
  const [element, setElement] = createSignal<HTMLElement>();
  createEffect(() => {
    const watched = element();
    if (!watched || props.isLoading) return;
    const options = { root: props.root, rootMargin: AHEAD };
    const near = new IntersectionObserver(([entry]) => entry?.isIntersecting && props.onNear(), options);
    near.observe(watched);
    onCleanup(() => near.disconnect());
  });
  return (
    <div ref={setElement} data-testid="older">
      <Skeleton />
    </div>
  );
}
