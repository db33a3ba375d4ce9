import type { Redis } from '@continuo/shared/redis/connection';
import {
  GENERATORS,
  requestsKey,
  taskKeyPrefix,
  waitingKey,
  WAITING_LINES,
} from '@continuo/shared/redis/keys';
import { readGroups } from '../stores/stream-info.ts';

/** How far a line is looked into: who stands in front has waited longest, but for an owner with many turns. */
const LOOKED_AT_MAX = 100;

/** When the oldest request of a partition was accepted that no generator has taken, unix ms; undefined: none waits. */
export async function findOldestWaiting(redis: Redis, partition: number): Promise<number | undefined> {
  const [unread, filed] = await Promise.all([
    findFirstUnread(redis, requestsKey(partition)),
    Promise.all(
      WAITING_LINES.map((line) => redis.zrange(waitingKey(partition, line), 0, `${LOOKED_AT_MAX - 1}`)),
    ),
  ]);
  const accepted = await Promise.all(
    filed.flat().map((taskId) => redis.hget(`${taskKeyPrefix(partition)}${taskId}`, 'created_at')),
  );
  const times = accepted.filter((at) => at !== null).map(Number);
  return [...times, ...unread].toSorted((a, b) => a - b)[0];
}

/** At most one. The first half of an entry id is Redis' time at the append. */
async function findFirstUnread(redis: Redis, key: string): Promise<number[]> {
  const groups = await readGroups(redis, key);
  const lastRead = groups.find((group) => group['name'] === GENERATORS)?.['last-delivered-id'];
  const after = typeof lastRead === 'string' ? `(${lastRead}` : '-';
  const unread = await redis.xrange(key, after, '+', 'COUNT', 1);
  return unread.map(([entryId]) => Number(entryId.split('-')[0]));
}
