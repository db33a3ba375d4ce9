import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { makePostgres, type Postgres } from '@continuo/shared/postgres/connection';
import { makeRedis, type Redis } from '@continuo/shared/redis/connection';
import { borrowPostgres, borrowRedis, type BorrowedStore } from '@continuo/tests/support/stores';

/** The real stores of one test file, empty at its start. Connections end with the test that opened them. */
export interface TestStores {
  redisUrl: () => string;
  databaseUrl: () => string;
  openRedis: () => Redis;
  openPostgres: () => Postgres;
}

/** To be called at the top of a test file. */
export function useStores(): TestStores {
  const borrowed: BorrowedStore[] = [];
  beforeAll(async () => {
    borrowed.push(...(await Promise.all([borrowRedis(), borrowPostgres()])));
  });
  afterAll(async () => {
    await Promise.all(borrowed.map((store) => store.giveBack()));
  });
  const urlOf = (index: number): string => borrowed[index]?.url ?? '';
  return {
    redisUrl: () => urlOf(0),
    databaseUrl: () => urlOf(1),
    openRedis: () => {
      const redis = makeRedis(urlOf(0), 'command', () => undefined);
      onTestFinished(() => redis.disconnect());
      return redis;
    },
    openPostgres: () => {
      const postgres = makePostgres({ url: urlOf(1), applicationName: 'test', connectionsMax: 1 });
      onTestFinished(() => postgres.close());
      return postgres;
    },
  };
}
