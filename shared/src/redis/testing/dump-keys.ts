import type { RawEntry } from '../entry-codec.ts';
import type { Redis } from '../connection.ts';

/**
 * Everything that is stored, as values that can be compared: of streams the entries and what is pending in
 * which group with whom; of all keys whether they expire. Idle times are left out: they pass by themselves.
 */
export async function dumpKeys(redis: Redis): Promise<Record<string, unknown>> {
  const keys = (await redis.keys('*')).toSorted();
  const dumps = keys.map(async (key) => {
    const value = await dumpKey(redis, key);
    return [key, { value, expires: (await redis.pttl(key)) >= 0 }] as const;
  });
  return Object.fromEntries(await Promise.all(dumps));
}

async function dumpKey(redis: Redis, key: string): Promise<unknown> {
  const type = await redis.type(key);
  if (type === 'hash') return redis.hgetall(key);
  if (type === 'string') return redis.get(key);
  if (type === 'zset') return redis.zrange(key, '0', '-1', 'WITHSCORES');
  const entries = (await redis.xrange(key, '-', '+')) as RawEntry[];
  const groups = (await redis.xinfo('GROUPS', key)) as [string, string][];
  const pending = groups.map(async ([, name]) => {
    const rows = (await redis.xpending(key, name, '-', '+', 1_000)) as [string, string, number, number][];
    return { name, pending: rows.map(([id, consumer, , deliveries]) => ({ id, consumer, deliveries })) };
  });
  return { entries, groups: await Promise.all(pending) };
}
