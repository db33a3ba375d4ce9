import type { Cursor } from '@continuo/shared/protocol/cursor';
import type { Entry } from '@continuo/shared/protocol/entry';
import { isTerminalEntry, type StreamEvent } from './stream-event.ts';

/** Where a reader stands in a log. */
export interface ReadPosition {
  cursor: Cursor;
  /** The highest epoch it has read. */
  epoch: number;
}

export interface TakenEvents {
  position: ReadPosition;
  /** What to apply: dense after the old position, in order. */
  entries: Entry[];
  /** Entries left out because they had been read before. */
  dupes: number;
  /** Entries left out because a later holder has written since. */
  fenced: number;
  /** Why the rest of the connection is of no use; undefined while it is. */
  stop: 'terminal' | 'gap' | 'rewind' | undefined;
}

/** The rule that keeps a reader's log dense and single-writer, whatever a connection repeats or loses. */
export function takeEvents(from: ReadPosition, events: readonly StreamEvent[]): TakenEvents {
  const taken: TakenEvents = { position: from, entries: [], dupes: 0, fenced: 0, stop: undefined };
  for (const event of events) {
    if (event.kind === 'rewind') return { ...taken, stop: 'rewind' };
    const { entry } = event;
    const { cursor, epoch } = taken.position;
    if (entry.seq <= cursor.seq) taken.dupes += 1;
    else if (entry.epoch < epoch) taken.fenced += 1;
    else if (entry.seq > cursor.seq + 1) return { ...taken, stop: 'gap' };
    else {
      const { seq, incarnation } = entry;
      taken.position = { cursor: { seq, incarnation }, epoch: entry.epoch };
      taken.entries.push(entry);
      if (isTerminalEntry(entry)) return { ...taken, stop: 'terminal' };
    }
  }
  return taken;
}
