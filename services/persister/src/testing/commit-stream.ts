import { addEntry, type TaskPart } from '@continuo/shared/postgres/task-part';
import { emptyProgress } from '@continuo/shared/postgres/task-progress';
import { writeBatch } from '@continuo/shared/postgres/write-batch';
import type { Postgres } from '@continuo/shared/postgres/connection';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import type { Redis } from '@continuo/shared/redis/connection';
import { readTaskRecord } from '@continuo/shared/redis/task-record';
import { originOf } from '../origin-of.ts';
import { readStream } from './read-both.ts';

/** What a persister does up to the moment between its commit and `persisted`. */
export async function commitStream(redis: Redis, postgres: Postgres, taskId: TaskId): Promise<void> {
  const record = await readTaskRecord(redis, taskId);
  if (!record) throw new Error(`${taskId} is unknown`);
  const part: TaskPart = { taskId, entries: [], progress: emptyProgress(), origin: originOf(record) };
  for (const entry of await readStream(redis, taskId)) addEntry(part, entry);
  await writeBatch(postgres, [part]);
}
