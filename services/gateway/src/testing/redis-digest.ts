import { createHash } from 'node:crypto';
import type { Redis } from '@continuo/shared/redis/connection';

/** One hash over every key and value there is: equal before and after means that nothing was changed. */
export async function digestRedis(redis: Redis): Promise<string> {
  const keys: string[] = [];
  for await (const batch of redis.scanStream({ count: 1_000 })) keys.push(...(batch as string[]));
  const hash = createHash('sha256');
  const values = await Promise.all(
    keys.toSorted().map(async (key) => [key, (await redis.dumpBuffer(key)) ?? ''] as const),
  );
  for (const [key, value] of values) hash.update(key).update(value);
  return hash.digest('hex');
}
