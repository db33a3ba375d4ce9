import type { Postgres } from '@continuo/shared/postgres/connection';
import type { Redis } from '@continuo/shared/redis/connection';

/** Both: what one still knows of a test before would be put back into the other. */
export async function emptyStores(redis: Redis, postgres: Postgres): Promise<void> {
  await Promise.all([
    redis.flushdb(),
    postgres.run(({ sql }) => sql`truncate conversations, chat_tasks cascade`),
  ]);
}
