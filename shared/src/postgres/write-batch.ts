import type { TaskId } from '../protocol/task-id.ts';
import type { Postgres, Transaction } from './connection.ts';
import { findDivergence, judgePart, NEW_HEAD, type MirrorHead } from './judge-part.ts';
import type { ChunkRow, EventRow } from './log-rows.ts';
import { selectEntries } from './read-log.ts';
import type { MirrorEntry, TaskPart } from './task-part.ts';
import type { TaskProgress } from './task-progress.ts';
import {
  insertChunks,
  insertEvents,
  insertTasks,
  lockHeads,
  updateTasks,
  upsertConversations,
} from './write-rows.ts';

/** What became of one part of a batch. All but `written` changed nothing; see `PartJudgement`. */
export type PartVerdict = { taskId: TaskId } & (
  | { tag: 'written'; seq: number }
  | { tag: 'superseded' }
  | { tag: 'deleted' }
  | { tag: 'gap'; seq: number }
  /** Postgres holds other entries at these seqs. They are left as they are: a defect, to be looked into. */
  | { tag: 'diverged'; seqs: number[] }
);

/**
 * Mirrors parts of any number of tasks in one transaction; at most one part of each task. Writing a part again
 * changes nothing, and writers that race are put in order by the lock on the task's row.
 */
export async function writeBatch(postgres: Postgres, parts: readonly TaskPart[]): Promise<PartVerdict[]> {
  // In one order, so that two writers never wait for one another.
  const ordered = parts.toSorted((a, b) => (a.taskId < b.taskId ? -1 : 1));
  return await postgres.transact((transaction) => writeParts(transaction, ordered));
}

async function writeParts(transaction: Transaction, parts: readonly TaskPart[]): Promise<PartVerdict[]> {
  const beginnings = parts.flatMap(({ origin, progress, entries }) =>
    origin && entries[0]?.stored.seq === 1 ? { ...origin, ...progress } : [],
  );
  const [, created, heads] = await Promise.all([
    upsertConversations(transaction, beginnings),
    insertTasks(transaction, beginnings),
    lockHeads(
      transaction,
      parts.map((part) => part.taskId),
    ),
  ]);
  const verdicts: PartVerdict[] = [];
  const chunks: ChunkRow[] = [];
  const events: EventRow[] = [];
  const grown: (TaskProgress & { id: TaskId })[] = [];
  for (const part of parts) {
    const { taskId, progress } = part;
    const isNew = created.has(taskId);
    const head = isNew ? NEW_HEAD : heads.get(taskId);
    const { verdict, news } = await judge(transaction, part, head);
    verdicts.push(verdict);
    for (const { stored, chunk } of news) {
      if (chunk) chunks.push(chunk);
      else events.push({ taskId, ...stored });
    }
    if (news.length > 0 && !isNew) grown.push({ id: taskId, ...progress });
  }
  await Promise.all([
    insertChunks(transaction, chunks),
    insertEvents(transaction, events),
    updateTasks(transaction, grown),
  ]);
  return verdicts;
}

async function judge(
  transaction: Transaction,
  part: TaskPart,
  head: MirrorHead | undefined,
): Promise<{ verdict: PartVerdict; news: readonly MirrorEntry[] }> {
  const { taskId, progress } = part;
  const judgement = judgePart(part, head);
  if (judgement.tag !== 'write') return { verdict: { taskId, ...judgement }, news: [] };
  const seqs = await compareStored(transaction, taskId, judgement.redo);
  if (seqs.length > 0) return { verdict: { taskId, tag: 'diverged', seqs }, news: [] };
  const seq = Math.max(head?.seq ?? 0, progress.seq);
  return { verdict: { taskId, tag: 'written', seq }, news: judgement.news };
}

async function compareStored(
  transaction: Transaction,
  taskId: TaskId,
  redo: readonly MirrorEntry[],
): Promise<number[]> {
  const first = redo[0];
  if (!first) return [];
  return findDivergence(redo, await selectEntries(transaction, taskId, first.stored.seq - 1, redo.length));
}
