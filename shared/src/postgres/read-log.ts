import type { StoredEntry } from '../protocol/entry.ts';
import { PAGE_ENTRIES, type LogPage } from '../protocol/log-page.ts';
import type { TaskId } from '../protocol/task-id.ts';
import type { Pool, Postgres, Transaction } from './connection.ts';
import { fromChunkRow, fromEventRow, type ChunkRow, type EventRow } from './log-rows.ts';

type LogRow = (Omit<ChunkRow, 'taskId'> & { type: null; data: null }) | Omit<EventRow, 'taskId'>;

/** The mirrored log after `afterSeq`, with the contract of `ReadLog`: the same entries as the task stream's. */
export async function readTaskLog(postgres: Postgres, taskId: TaskId, afterSeq: number): Promise<LogPage> {
  return await postgres.run(async ({ sql }) => {
    // The head first: entries committed between the two must not make an empty page look like a lost log.
    const [[task], entries] = await Promise.all([
      sql<{ seq: number }[]>`select seq from chat_tasks where id = ${taskId}`,
      selectEntries(sql, taskId, afterSeq, PAGE_ENTRIES),
    ]);
    const first = entries[0];
    if (first) return first.seq === afterSeq + 1 ? { tag: 'page', entries } : { tag: 'gone' };
    return task && task.seq <= afterSeq ? { tag: 'page', entries } : { tag: 'gone' };
  });
}

/** Both halves of the log, merged by seq. */
export async function selectEntries(
  sql: Pool['sql'] | Transaction,
  taskId: TaskId,
  afterSeq: number,
  countMax: number,
): Promise<StoredEntry[]> {
  const rows = await sql<LogRow[]>`
    (select seq, incarnation, epoch, at, null as type, null as data,
            chunk_id as "chunkId", text, provider_cursor as "providerCursor"
       from chat_chunks where task_id = ${taskId} and seq > ${afterSeq} order by seq limit ${countMax})
    union all
    (select seq, incarnation, epoch, at, type, data, null, null, null
       from task_events where task_id = ${taskId} and seq > ${afterSeq} order by seq limit ${countMax})
    order by seq limit ${countMax}`;
  return rows.map((row) => (row.type === null ? fromChunkRow(row) : fromEventRow(row)));
}
