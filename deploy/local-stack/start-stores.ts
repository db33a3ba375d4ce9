import { checkReachable } from './check-address.ts';
import { createDatabase } from './create-database.ts';
import { migrate } from './migrate.ts';
import type { ProcessSet } from './process-set.ts';
import { planPostgres } from './start-postgres.ts';
import { planRedis } from './start-redis.ts';
import { waitForAll } from './wait-for-all.ts';

export interface StoreOptions {
  dataDir: string;
  /** Instead of private stores. */
  redisUrl: string | undefined;
  redisMaxMemory?: string | undefined;
  databaseUrl: string | undefined;
  onProgress: (sentence: string) => void;
}

export interface StoreUrls {
  redisUrl: string;
  databaseUrl: string;
}

/** Has a Redis and a migrated Postgres ready: the given ones, else private ones in the set. */
export async function startStores(options: StoreOptions, set: ProcessSet): Promise<StoreUrls> {
  const [redisUrl, databaseUrl] = await waitForAll([
    startRedisIn(options, set),
    startPostgresIn(options, set),
  ]);
  return { redisUrl, databaseUrl };
}

async function startRedisIn(options: StoreOptions, set: ProcessSet): Promise<string> {
  if (options.redisUrl) {
    await checkReachable(options.redisUrl, 'REDIS_URL', 6379);
    return options.redisUrl;
  }
  const program = await planRedis({ ...options, maxMemory: options.redisMaxMemory });
  await set.keep(program).whenReady;
  return program.url;
}

async function startPostgresIn(options: StoreOptions, set: ProcessSet): Promise<string> {
  const url = options.databaseUrl ?? (await startPrivatePostgres(options, set));
  if (options.databaseUrl) await checkReachable(url, 'DATABASE_URL', 5432);
  await migrate(url);
  return url;
}

async function startPrivatePostgres(options: StoreOptions, set: ProcessSet): Promise<string> {
  const program = await planPostgres(options);
  await set.keep(program).whenReady;
  await createDatabase(program.serverUrl, program.database);
  return program.url;
}
