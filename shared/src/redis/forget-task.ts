import type { Redis } from './connection.ts';
import { idempotencyKey, taskKey } from './keys.ts';
import type { TaskRef, Transitions } from './transitions.ts';

/** Longer than anybody who read the task in Postgres takes to put it back here. */
const MARK_MS = 60_000;

/** Removes a task of a deleted conversation and the Idempotency-Key that names it. Doing it again changes nothing. */
export async function forgetTask(
  { redis, transitions }: { redis: Redis; transitions: Pick<Transitions, 'forget'> },
  task: TaskRef,
): Promise<void> {
  const [owner, key] = await redis.hmget(taskKey(task.taskId), 'owner', 'idempotency_key');
  // The key first: its name is only known for as long as the record is there.
  if (owner && key) await releaseKey(redis, idempotencyKey(owner, key), task);
  await transitions.forget(task, { markMs: MARK_MS });
}

/** It may have expired, and name another task by now. */
async function releaseKey(redis: Redis, key: string, { taskId }: TaskRef): Promise<void> {
  const claim = await redis.get(key);
  if (claim?.includes(taskId)) await redis.del(key);
}
