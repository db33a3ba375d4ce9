import { PAGE_ENTRIES, type LogPage, type ReadLog } from '../protocol/log-page.ts';
import type { StoredEntry } from '../protocol/entry.ts';
import type { TaskId } from '../protocol/task-id.ts';
import type { Redis } from './connection.ts';
import { fromStream, type RawEntry } from './entry-codec.ts';
import { entriesKey, taskKey } from './keys.ts';

export { PAGE_ENTRIES } from '../protocol/log-page.ts';
export type { LogPage, ReadLog } from '../protocol/log-page.ts';

/** Where a log ends, and how often it was rebuilt. */
export interface LogHead {
  seq: number;
  incarnation: number;
}

/** Undefined when Redis does not know the task. */
export async function readLogHead(redis: Redis, taskId: TaskId): Promise<LogHead | undefined> {
  const [seq, incarnation] = await redis.hmget(taskKey(taskId), 'seq', 'incarnation');
  if (seq === null || seq === undefined) return undefined;
  return { seq: Number(seq), incarnation: Number(incarnation) };
}

/** An empty page means that the reader has everything there is now. */
export async function readTaskStream(redis: Redis, taskId: TaskId, afterSeq: number): Promise<LogPage> {
  // The head first: an entry appended between the two must not make an empty page look like a lost log.
  const [head, raw] = await Promise.all([
    readLogHead(redis, taskId),
    redis.xrange(entriesKey(taskId), `${afterSeq + 1}`, '+', 'COUNT', PAGE_ENTRIES) as Promise<RawEntry[]>,
  ]);
  const entries = raw.map(fromStream);
  const first = entries[0];
  if (first) return first.seq === afterSeq + 1 ? { tag: 'page', entries } : { tag: 'gone' };
  return head && head.seq <= afterSeq ? { tag: 'page', entries } : { tag: 'gone' };
}

/** The whole log, from `afterSeq` on, page by page. Throws when the store no longer has it. */
export async function readWholeLog(readLog: ReadLog, taskId: TaskId, afterSeq = 0): Promise<StoredEntry[]> {
  const all: StoredEntry[] = [];
  for (;;) {
    const page = await readLog(taskId, afterSeq + all.length);
    if (page.tag === 'gone') throw new Error(`the log of ${taskId} is gone`);
    if (page.entries.length === 0) return all;
    all.push(...page.entries);
  }
}
