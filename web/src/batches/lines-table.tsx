import type { BatchLineReply } from '@continuo/shared/protocol/batch-api';
import { createSignal, onCleanup, onMount } from 'solid-js';
import { Virtualizer, type VirtualizerHandle } from 'virtua/solid';
import { LineRow, ROW_COLUMNS } from './line-row.tsx';
import { words } from './words.ts';

interface LinesTableProps {
  rows: readonly BatchLineReply[];
  /** What scrolls, with the table somewhere in it. */
  scroller: HTMLElement;
  onLook: (firstRow: number, lastRow: number) => void;
}

/** Only the rows in sight are on the page, however many there are. */
export function LinesTable(props: LinesTableProps) {
  const [above, setAbove] = createSignal(0);
  let list: VirtualizerHandle | undefined;
  let body: HTMLDivElement | undefined;

  const look = (): void => {
    if (!list || !body) return;
    const { top } = body.getBoundingClientRect();
    const seenFrom = Math.max(0, props.scroller.getBoundingClientRect().top - top);
    const first = list.findItemIndex(above() + seenFrom);
    const last = list.findItemIndex(above() + seenFrom + props.scroller.clientHeight);
    props.onLook(first, last);
  };
  const measure = (): void => {
    if (!body) return;
    const { top } = body.getBoundingClientRect();
    setAbove(top - props.scroller.getBoundingClientRect().top + props.scroller.scrollTop);
    look();
  };
  onMount(() => {
    // What stands above grows and shrinks with the window and with what it says.
    const watch = new ResizeObserver(measure);
    for (const element of props.scroller.children) watch.observe(element);
    watch.observe(props.scroller);
    onCleanup(() => watch.disconnect());
  });

  return (
    <div
      role="table"
      aria-label={words().lines}
      aria-rowcount={-1}
      class="overflow-clip rounded-card border border-line bg-raised"
      data-testid="lines"
    >
      <div role="rowgroup">
        <div
          role="row"
          class={`${ROW_COLUMNS} border-b border-line bg-panel py-2 text-meta font-medium text-muted max-wide:sr-only`}
        >
          <span role="columnheader" class="text-end">
            {words().columns.line}
          </span>
          <span role="columnheader">{words().columns.status}</span>
          <span role="columnheader">{words().columns.prompt}</span>
          <span role="columnheader">{words().columns.customId}</span>
          <span role="columnheader" class="text-end">
            {words().columns.tokens}
          </span>
          <span role="columnheader" class="text-end">
            {words().columns.cost}
          </span>
          <span role="columnheader" class="text-end">
            {words().columns.ended}
          </span>
        </div>
      </div>
      <div role="rowgroup" ref={(element) => (body = element)}>
        <Virtualizer
          ref={(handle) => (list = handle)}
          data={props.rows}
          scrollRef={props.scroller}
          startMargin={above()}
          onScroll={look}
        >
          {(row) => <LineRow line={row} />}
        </Virtualizer>
      </div>
    </div>
  );
}
