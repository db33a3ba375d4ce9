import type { StoredEntry } from '../protocol/entry.ts';
import type { TaskId } from '../protocol/task-id.ts';
import type { Redis } from './connection.ts';
import { fromStream, type RawEntry } from './entry-codec.ts';
import { entriesKey, taskKey } from './keys.ts';

/** Entries of a page; bounds what one reader holds in memory and how long Redis is held. */
export const PAGE_ENTRIES = 1_000;

/** Part of a log. `gone`: Redis no longer (or never) has it; another store may. */
export type LogPage = { tag: 'page'; entries: StoredEntry[] } | { tag: 'gone' };

/** Reads the entries after `afterSeq`, oldest first. A function, so that readers can be given other stores. */
export type ReadLog = (taskId: TaskId, afterSeq: number) => Promise<LogPage>;

/** An empty page means that the reader has everything there is now. */
export async function readTaskStream(redis: Redis, taskId: TaskId, afterSeq: number): Promise<LogPage> {
  const [raw, head] = await Promise.all([
    redis.xrange(entriesKey(taskId), `${afterSeq + 1}`, '+', 'COUNT', PAGE_ENTRIES) as Promise<RawEntry[]>,
    redis.hget(taskKey(taskId), 'seq'),
  ]);
  const entries = raw.map(fromStream);
  const first = entries[0];
  if (first) return first.seq === afterSeq + 1 ? { tag: 'page', entries } : { tag: 'gone' };
  return head !== null && Number(head) <= afterSeq ? { tag: 'page', entries } : { tag: 'gone' };
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
