import { createMemo } from 'solid-js';
import { tracePath } from './trace-path.ts';

const WIDTH = 240;
const HEIGHT = 40;

/** A small drawing of counts over time. What it says has to be said in words beside it. */
export function Sparkline(props: { counts: readonly number[] }) {
  const paths = createMemo(() => tracePath(props.counts, WIDTH, HEIGHT));
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      class="h-10 w-full overflow-visible text-running"
      aria-hidden="true"
      data-testid="sparkline"
    >
      <path d={paths().area} fill="currentColor" opacity="0.14" />
      <path
        d={paths().line}
        fill="none"
        stroke="currentColor"
        stroke-width="1.5"
        stroke-linejoin="round"
        vector-effect="non-scaling-stroke"
      />
    </svg>
  );
}
