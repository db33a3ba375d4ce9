import { START, type Cursor } from '@continuo/shared/protocol/cursor';
import type { Entry } from '@continuo/shared/protocol/entry';
import type { ReadPosition } from '../streams/take-events.ts';

/** What is sent to readers that stand at the same place. */
export interface Share {
  wants: string[];
  entries: readonly Entry[];
}

export interface SharedEntries {
  shares: Share[];
  /** Those who read an entry that the log has lost since: they have to begin anew. */
  lost: string[];
}

export const BEGINNING: ReadPosition = { cursor: START, epoch: 0 };

/**
 * Gives each reader the entries that it does not have yet.
 *
 * @param positions how far each has read; none is behind the first entry
 * @param entries dense
 */
export function shareEntries(
  positions: ReadonlyMap<string, ReadPosition>,
  entries: readonly Entry[],
): SharedEntries {
  const firstSeq = entries[0]?.seq ?? 0;
  const byStart = new Map<number, string[]>();
  const lost: string[] = [];
  for (const [want, { cursor }] of positions) {
    const known = entries[cursor.seq - firstSeq];
    const start = Math.max(0, cursor.seq + 1 - firstSeq);
    if (known && known.incarnation !== cursor.incarnation) lost.push(want);
    else if (start < entries.length) byStart.set(start, [...(byStart.get(start) ?? []), want]);
  }
  const shares = [...byStart].map(([start, wants]) => ({ wants, entries: entries.slice(start) }));
  return { shares, lost };
}

/** Does that, and moves the readers on. @param entries at least one */
export function advance(
  positions: Map<string, ReadPosition>,
  entries: readonly Entry[],
): SharedEntries & { last: ReadPosition } {
  const shared = shareEntries(positions, entries);
  const { seq, incarnation, epoch } = entries.at(-1) ?? { ...START, epoch: 0 };
  const last = { cursor: { seq, incarnation }, epoch };
  for (const { wants } of shared.shares) for (const want of wants) positions.set(want, last);
  for (const want of shared.lost) positions.set(want, BEGINNING);
  return { ...shared, last };
}

/** Whether a stream that stands at `at` has passed what somebody at `position` still wants. */
export function isBehind({ cursor: { seq, incarnation } }: ReadPosition, at: Cursor): boolean {
  return seq < at.seq || (seq === at.seq && incarnation !== at.incarnation);
}

/** Where a stream has to begin so that nobody misses anything. */
export function findFirst(positions: Iterable<ReadPosition>): ReadPosition {
  const [first = BEGINNING] = [...positions].toSorted((a, b) => a.cursor.seq - b.cursor.seq);
  return first;
}
