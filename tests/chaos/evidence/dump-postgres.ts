import type { Postgres } from '@continuo/shared/postgres/connection';
import { selectEntries } from '@continuo/shared/postgres/read-log';
import type { ChatRequest } from '@continuo/shared/protocol/chat-request';
import type { StoredEntry } from '@continuo/shared/protocol/entry';
import { ENTRIES_PER_TASK_MAX } from '@continuo/shared/protocol/limits';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import type { DumpedRow, PostgresDump } from './evidence.ts';

type Row = Omit<DumpedRow, 'entries' | 'request'> & { request: string };

/** Every task and its log, and how many rows of logs belong to none. */
export async function dumpPostgres(postgres: Postgres): Promise<PostgresDump> {
  const [rows, [counted]] = await postgres.run(({ sql }) =>
    Promise.all([
      sql<
        Row[]
      >`select id as "taskId", owner, status, seq, request_hash as "requestHash", request from chat_tasks`,
      sql<{ orphans: number }[]>`
        select count(*)::int as orphans from
          (select task_id from chat_chunks union all select task_id from task_events) as rows
         where task_id not in (select id from chat_tasks)`,
    ]),
  );
  const tasks = [];
  for (const row of rows) {
    const request = JSON.parse(row.request) as ChatRequest;
    tasks.push({ ...row, request, entries: await readAll(postgres, row.taskId) });
  }
  return { tasks, orphans: counted?.orphans ?? 0 };
}

/** As it is, holes and all. */
async function readAll(postgres: Postgres, taskId: TaskId): Promise<StoredEntry[]> {
  return await postgres.run(({ sql }) => selectEntries(sql, taskId, 0, ENTRIES_PER_TASK_MAX * 2));
}
