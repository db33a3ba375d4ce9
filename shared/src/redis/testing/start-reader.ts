import type { Cursor } from '../../protocol/cursor.ts';
import type { StoredEntry } from '../../protocol/entry.ts';
import type { TailEnd, TakeEntries, TaskTail } from '../task-tail.ts';
import type { TaskRef } from '../transitions.ts';

export interface TestReader {
  /** Seqs of the entries it was given, as they came. */
  seqs: number[];
  /** Resolves when it has been given that seq. */
  has: (seq: number) => Promise<void>;
  ended: Promise<TailEnd>;
  abort: () => void;
}

/** A reader that notes what it is given. `take` is called with the same entries, after they were noted. */
export function startReader(
  tail: TaskTail,
  { taskId }: TaskRef,
  after: Cursor | number = 0,
  take: TakeEntries = () => undefined,
): TestReader {
  const cursor = typeof after === 'number' ? { seq: after, incarnation: 0 } : after;
  const controller = new AbortController();
  const seqs: number[] = [];
  const waiting = new Set<() => void>();
  const note = (entries: readonly StoredEntry[]): Promise<void> | void => {
    seqs.push(...entries.map((entry) => entry.seq));
    for (const look of waiting) look();
    return take(entries);
  };
  const has = (seq: number): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!seqs.includes(seq)) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  const ended = tail.follow(taskId, cursor, note, controller.signal);
  // Who does not look at the end is not told of it.
  ended.catch(() => undefined);
  return { seqs, has, ended, abort: () => controller.abort() };
}
