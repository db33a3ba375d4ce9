import type { ReadLog } from '@continuo/shared/protocol/log-page';
import type { Redis } from '@continuo/shared/redis/connection';
import { isRedisOutage } from './redis-outage.ts';

/**
 * Asks Redis, which knows the present; while it is away Postgres, for what cannot have changed since.
 *
 * @param fromPostgres undefined: only Redis can tell, so this waits for it and fails with it
 */
export async function outlastRedis<Result>(
  redis: Redis,
  fromRedis: () => Promise<Result>,
  fromPostgres: () => Promise<Result | undefined>,
): Promise<Result> {
  if (redis.status !== 'ready') {
    const stored = await fromPostgres();
    if (stored !== undefined) return stored;
  }
  try {
    return await fromRedis();
  } catch (error) {
    if (!isRedisOutage(error)) throw error;
    const stored = await fromPostgres();
    if (stored === undefined) throw error;
    return stored;
  }
}

/**
 * Entries that are mirrored are served while Redis is away. That there are no more of them only Redis can tell: so
 * a log is read to its terminal entry, or not to its end.
 */
export function outlastRedisReading(redis: Redis, readLog: ReadLog, readMirrored: ReadLog): ReadLog {
  return (taskId, afterSeq) =>
    outlastRedis(
      redis,
      () => readLog(taskId, afterSeq),
      async () => {
        const page = await readMirrored(taskId, afterSeq);
        return page.tag === 'page' && page.entries.length > 0 ? page : undefined;
      },
    );
}
