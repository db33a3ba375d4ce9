import type { Postgres } from '@continuo/shared/postgres/connection';
import type { Redis } from '@continuo/shared/redis/connection';

/**
 * All keys in Redis that hold anything, but for marks that expire: of what is left of a task that was forgotten, and
 * the events, which hold no text and have a bound.
 */
export async function listKeysLeft(redis: Redis): Promise<string[]> {
  const left: string[] = [];
  for await (const keys of redis.scanStream({ count: 1_000 })) {
    for (const key of keys as string[]) {
      if (!key.endsWith(':events') && !(await isEmptyOrMark(redis, key))) left.push(key);
    }
  }
  return left.toSorted();
}

async function isEmptyOrMark(redis: Redis, key: string): Promise<boolean> {
  const type = await redis.type(key);
  if (type === 'stream') return (await redis.xlen(key)) === 0;
  if (type !== 'hash') return false;
  const fields = await redis.hkeys(key);
  const ttlMs = await redis.pttl(key);
  return fields.join() === 'forgotten' && ttlMs > 0 && ttlMs <= 60_000;
}

/** How many rows each table has that has any. */
export async function countRowsLeft(postgres: Postgres): Promise<Record<string, number>> {
  return await postgres.run(async ({ sql }) => {
    const tables = await sql<{ name: string }[]>`
      select table_name as name from information_schema.tables where table_schema = 'public'`;
    const counts = await Promise.all(
      tables.map(async ({ name }) => {
        const [row] = await sql<{ count: number }[]>`select count(*)::int as count from ${sql(name)}`;
        return [name, row?.count ?? 0] as const;
      }),
    );
    return Object.fromEntries(counts.filter(([, count]) => count > 0));
  });
}
