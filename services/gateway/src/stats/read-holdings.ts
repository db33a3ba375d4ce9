import { WORKER_TASKS_NAMED_MAX } from '@continuo/shared/protocol/limits';
import type { LiveStats } from '@continuo/shared/protocol/stats-api';
import { isTaskId, type TaskId } from '@continuo/shared/protocol/task-id';
import type { Redis } from '@continuo/shared/redis/connection';
import { GENERATORS, PERSISTERS, requestsKey, taskKey } from '@continuo/shared/redis/keys';
import { orNone } from '../stores/stream-info.ts';

/** Tasks of the owner among the first that a worker holds. */
export async function readHoldings(
  redis: Redis,
  partitions: readonly number[],
  { service, name }: LiveStats['workers'][number],
  owner: string,
): Promise<TaskId[]> {
  const group = service === 'generator' ? GENERATORS : PERSISTERS;
  const held = await Promise.all(
    partitions.map((partition) => listHeld(redis, requestsKey(partition), group, name)),
  );
  const named = held.flat().slice(0, WORKER_TASKS_NAMED_MAX);
  const owners = await Promise.all(named.map((taskId) => redis.hget(taskKey(taskId), 'owner')));
  return named.filter((_, i) => owners[i] === owner);
}

async function listHeld(redis: Redis, key: string, group: string, consumer: string): Promise<TaskId[]> {
  const reply = await orNone(redis.xpending(key, group, '-', '+', WORKER_TASKS_NAMED_MAX, consumer));
  const pending = reply as [string][];
  const requests = await Promise.all(pending.map(([entryId]) => redis.xrange(key, entryId, entryId)));
  return requests
    .flat()
    .map(([, fields]) => fields[1] ?? '')
    .filter(isTaskId);
}
