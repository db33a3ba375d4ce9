import { borrowRedis, type BorrowedStore } from '@continuo/tests/support/stores';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { makeRedis, type Redis, type RedisRole } from '../connection.ts';
import { GENERATORS, PERSISTERS } from '../keys.ts';
import { ensureGroup } from '../request-stream.ts';
import { makeTransitions, type Transitions } from '../transitions.ts';

/** A database of a real Redis for the tests of one file. */
export interface TestRedis {
  readonly url: string;
  readonly redis: Redis;
  readonly transitions: Transitions;
  /** Another connection; it ends with the file. */
  connect: (role: RedisRole) => Redis;
}

/** Borrows it for the file that calls this. Before each test it is empty but for the groups of partition 0. */
export function useRedis(): TestRedis {
  let store: BorrowedStore | undefined;
  let redis: Redis | undefined;
  let transitions: Transitions | undefined;
  const connections: Redis[] = [];

  const connect = (role: RedisRole): Redis => {
    const connection = makeRedis(borrowed(store).url, role, () => undefined);
    connections.push(connection);
    return connection;
  };
  beforeAll(async () => {
    store = await borrowRedis();
    redis = connect('command');
    transitions = makeTransitions(redis);
  });
  beforeEach(() => emptyRedis(borrowed(redis)));
  afterAll(async () => {
    for (const connection of connections) connection.disconnect();
    await store?.giveBack();
  });

  return {
    get url() {
      return borrowed(store).url;
    },
    get redis() {
      return borrowed(redis);
    },
    get transitions() {
      return borrowed(transitions);
    },
    connect,
  };
}

/** Deletes everything in the database and makes the groups anew. */
export async function emptyRedis(redis: Redis): Promise<void> {
  await redis.flushdb();
  await ensureGroup(redis, 0, GENERATORS);
  await ensureGroup(redis, 0, PERSISTERS);
}

function borrowed<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('Redis is there only while tests run');
  return value;
}
