import type { StoredEntry } from '@continuo/shared/protocol/entry';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import type { Postgres } from '@continuo/shared/postgres/connection';
import { readTaskLog } from '@continuo/shared/postgres/read-log';
import type { Redis } from '@continuo/shared/redis/connection';
import { entriesKey, PERSISTERS, requestsKey, taskKey } from '@continuo/shared/redis/keys';
import { readTaskStream, readWholeLog } from '@continuo/shared/redis/task-stream';
import { partitionOf } from '@continuo/shared/protocol/task-id';
import { eventually } from '@continuo/tests/support/eventually';

export function readMirror(postgres: Postgres, taskId: TaskId): Promise<StoredEntry[]> {
  return readWholeLog((id, afterSeq) => readTaskLog(postgres, id, afterSeq), taskId);
}

export function readStream(redis: Redis, taskId: TaskId): Promise<StoredEntry[]> {
  return readWholeLog((id, afterSeq) => readTaskStream(redis, id, afterSeq), taskId);
}

/** Until Redis was told that Postgres holds the log up to `seq`. */
export async function untilPersisted(redis: Redis, taskId: TaskId, seq: number): Promise<void> {
  await eventually(
    async () => Number(await redis.hget(taskKey(taskId), 'persisted')),
    (persisted) => persisted >= seq,
  );
}

/** Until nothing of the partition is left to mirror. */
export async function untilAllCovered(redis: Redis, partition = 0): Promise<void> {
  await eventually(
    () => redis.xlen(requestsKey(partition)),
    (length) => length === 0,
  );
}

/** What Redis would lose by itself, and who is to mirror the task. */
export async function readRetention(redis: Redis, taskId: TaskId) {
  const requests = requestsKey(partitionOf(taskId));
  const [streamTtl, recordTtl, waiting, pending] = await Promise.all([
    redis.pttl(entriesKey(taskId)),
    redis.pttl(taskKey(taskId)),
    redis.xlen(requests),
    redis.xpending(requests, PERSISTERS) as Promise<[number]>,
  ]);
  return { streamExpires: streamTtl >= 0, recordExpires: recordTtl >= 0, waiting, pending: pending[0] };
}
