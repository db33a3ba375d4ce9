import { promptOf } from '@continuo/shared/protocol/chat-request';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import type { Postgres } from '@continuo/shared/postgres/connection';
import { addEntry, type TaskPart } from '@continuo/shared/postgres/task-part';
import { emptyProgress } from '@continuo/shared/postgres/task-progress';
import { writeBatch } from '@continuo/shared/postgres/write-batch';
import type { Redis } from '@continuo/shared/redis/connection';
import { entriesKey, taskKey } from '@continuo/shared/redis/keys';
import { readTaskRecord } from '@continuo/shared/redis/task-record';
import { readTaskStream, readWholeLog } from '@continuo/shared/redis/task-stream';

/** Copies a task from Redis to Postgres as a persister does. */
export async function mirrorTask(redis: Redis, postgres: Postgres, taskId: TaskId): Promise<void> {
  const record = await readTaskRecord(redis, taskId);
  if (!record) throw new Error(`${taskId} is unknown`);
  const part: TaskPart = {
    taskId,
    entries: [],
    progress: emptyProgress(),
    origin: {
      id: taskId,
      owner: record.owner,
      conversationId: record.conversationId,
      request: JSON.stringify(record.request),
      requestHash: record.requestHash,
      prompt: promptOf(record.request),
      createdAt: record.createdAt,
    },
  };
  const log = await readWholeLog((id, afterSeq) => readTaskStream(redis, id, afterSeq), taskId);
  for (const entry of log) addEntry(part, entry);
  await writeBatch(postgres, [part]);
}

/** What retention leaves of a task in Redis: nothing. */
export async function expireTask(redis: Redis, taskId: TaskId): Promise<void> {
  await redis.del(taskKey(taskId), entriesKey(taskId));
}
