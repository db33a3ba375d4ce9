import type { StoredEntry } from '../protocol/entry.ts';
import { isTerminal, type TaskStatus } from '../protocol/task-status.ts';
import type { MirrorEntry, TaskPart } from './task-part.ts';

/** Where the mirrored log ends. */
export interface MirrorHead {
  seq: number;
  incarnation: number;
  status: TaskStatus;
}

/** The head of a log that was only just begun. */
export const NEW_HEAD: MirrorHead = { seq: 0, incarnation: 0, status: 'queued' };

/** What is to be done with a part, given the head under lock. */
export type PartJudgement =
  /** `redo` is there already and must be the same; `news` follows on it. */
  | { tag: 'write'; redo: readonly MirrorEntry[]; news: readonly MirrorEntry[] }
  /** The log was rebuilt since this writer read it: what it holds may never have been seen by anybody. */
  | { tag: 'superseded' }
  /** Its conversation was deleted: nothing of it is stored any more. */
  | { tag: 'deleted' }
  /** Writing would leave a hole behind `seq`: the task was deleted here, or the writer skipped entries. */
  | { tag: 'gap'; seq: number }
  /** Entries behind the terminal one: two logs of one task. */
  | { tag: 'diverged'; seqs: number[] };

/** @param head undefined: Postgres does not know the task */
export function judgePart(
  { entries, progress, origin }: TaskPart,
  head: MirrorHead | undefined,
): PartJudgement {
  // A new task that is not there after it was to be added was refused.
  if (!head) return origin && entries[0]?.stored.seq === 1 ? { tag: 'deleted' } : { tag: 'gap', seq: 0 };
  const { seq, incarnation, status } = head;
  if (progress.incarnation < incarnation) return { tag: 'superseded' };
  const firstSeq = entries[0]?.stored.seq ?? seq + 1;
  if (firstSeq > seq + 1) return { tag: 'gap', seq };
  const known = Math.min(seq + 1 - firstSeq, entries.length);
  const news = entries.slice(known);
  if (isTerminal(status) && news.length > 0)
    return { tag: 'diverged', seqs: news.map((entry) => entry.stored.seq) };
  return { tag: 'write', redo: entries.slice(0, known), news };
}

/** Seqs at which two runs of the same seqs differ (invariant 5). */
export function findDivergence(ours: readonly MirrorEntry[], theirs: readonly StoredEntry[]): number[] {
  return ours
    .map(({ stored }) => stored)
    .filter((entry, i) => {
      const other = theirs[i];
      return !other || !isSameEntry(entry, other);
    })
    .map((entry) => entry.seq);
}

function isSameEntry(a: StoredEntry, b: StoredEntry): boolean {
  return (
    a.seq === b.seq &&
    a.incarnation === b.incarnation &&
    a.epoch === b.epoch &&
    a.at === b.at &&
    a.type === b.type &&
    a.data === b.data
  );
}
