import { isTaskId, type TaskId } from '@continuo/shared/protocol/task-id';
import type { Redis } from '@continuo/shared/redis/connection';
import { fromStream, type RawEntry } from '@continuo/shared/redis/entry-codec';
import { entriesKey, requestsKey, taskKey } from '@continuo/shared/redis/keys';

/** What Postgres does not hold yet. */
interface MirrorLag {
  entries: number;
  /** When the oldest of them was written, unix ms; undefined: there is none. */
  oldestAt: number | undefined;
}

/** Requests that are looked at: the oldest, where the mirror is farthest behind if it is. */
const LOOKED_AT_MAX = 200;

export async function readMirrorLag(redis: Redis, partition: number): Promise<MirrorLag> {
  const requests = await redis.xrange(requestsKey(partition), '-', '+', 'COUNT', LOOKED_AT_MAX);
  const taskIds = requests.map(([, fields]) => fields[1] ?? '').filter(isTaskId);
  const behind = await Promise.all(taskIds.map((taskId) => readLagOf(redis, taskId)));
  return {
    entries: behind.reduce((sum, { entries }) => sum + entries, 0),
    oldestAt: behind
      .flatMap(({ oldestAt }) => (oldestAt === undefined ? [] : [oldestAt]))
      .toSorted((a, b) => a - b)[0],
  };
}

async function readLagOf(redis: Redis, taskId: TaskId): Promise<MirrorLag> {
  const [seq, persisted] = await redis.hmget(taskKey(taskId), 'seq', 'persisted');
  const entries = Math.max(0, Number(seq ?? 0) - Number(persisted ?? 0));
  if (entries === 0) return { entries, oldestAt: undefined };
  const after = `${Number(persisted ?? 0) + 1}-0`;
  const [first] = (await redis.xrange(entriesKey(taskId), after, '+', 'COUNT', 1)) as RawEntry[];
  return { entries, oldestAt: first && fromStream(first).at };
}
