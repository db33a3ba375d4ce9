import { createEffect, type Accessor } from 'solid-js';
import type { VirtualizerHandle } from 'virtua/solid';
import { findLine, groupOf, type EventLine } from './group-entries.ts';

interface GoToEventOptions {
  /** The entry that the address names. */
  seq: Accessor<number | undefined>;
  lines: Accessor<readonly EventLine[]>;
  handle: Accessor<VirtualizerHandle | undefined>;
  openGroup: (key: number) => void;
}

/** Whoever comes by a link is taken to the event, once, when it is there: into its group, if it is in one. */
export function goToEvent({ seq, lines, handle, openGroup }: GoToEventOptions): void {
  let shown: number | undefined;
  createEffect(() => {
    const wanted = seq();
    const virtualizer = handle();
    if (wanted === undefined || wanted === shown || !virtualizer) return;
    const index = findLine(lines(), wanted);
    const line = lines()[index];
    if (!line) return;
    const group = line.kind === 'chunks' ? groupOf(lines(), wanted) : undefined;
    if (group !== undefined) return openGroup(group);
    shown = wanted;
    requestAnimationFrame(() => virtualizer.scrollToIndex(index, { align: 'center' }));
  });
}
