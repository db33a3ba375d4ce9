import { beforeEach, describe, expect, test } from 'vitest';
import type { Redis } from './connection.ts';
import { removeDeadConsumers } from './dead-consumers.ts';
import { GENERATORS, PERSISTERS, requestsKey } from './keys.ts';
import {
  forgetRequest,
  handOverRequests,
  keepRequests,
  takeOverRequests,
  type Seat,
} from './pending-requests.ts';
import { listAbandonedRequests } from './request-stream.ts';
import { useRedis } from './testing/use-redis.ts';

const IDLE_MS = 1_000;
const store = useRedis();
let redis: Redis;

beforeEach(() => {
  redis = store.redis;
});

function seatOf(consumer: string): Seat {
  return { redis, partition: 0, group: PERSISTERS, consumer };
}

/** Requests that a consumer has read, made to look untouched for `idleMs`. */
async function readRequests(consumer: string, count: number, idleMs = 0): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < count; i += 1) {
    const taskId = `t0_${String(i).padStart(32, '0')}`;
    ids.push((await redis.xadd(requestsKey(0), '*', 'task_id', taskId)) ?? '');
  }
  await redis.xreadgroup('GROUP', PERSISTERS, consumer, 'COUNT', count, 'STREAMS', requestsKey(0), '>');
  await redis.xclaim(requestsKey(0), PERSISTERS, consumer, 0, ...(ids as [string]), 'IDLE', idleMs, 'JUSTID');
  return ids;
}

async function listOwn(consumer: string): Promise<string[]> {
  const rows = (await redis.xpending(requestsKey(0), PERSISTERS, '-', '+', 9_999, consumer)) as [string][];
  return rows.map(([id]) => id);
}

async function listAbandoned(): Promise<string[]> {
  const requests = await listAbandonedRequests(redis, 0, PERSISTERS, IDLE_MS, 9_999);
  return requests.map((request) => request.entryId);
}

describe('taking over', () => {
  test('of several consumers who try at once, each abandoned request goes to one', async () => {
    const ids = await readRequests('dead', 100, IDLE_MS);
    const taken = await Promise.all(
      ['a', 'b', 'c'].map((name) => takeOverRequests(seatOf(name), ids, IDLE_MS)),
    );
    expect(taken.flatMap((got) => [...got]).toSorted()).toEqual(ids.toSorted());
  });

  test('what somebody still touches is not got', async () => {
    const ids = await readRequests('living', 2);
    expect(await takeOverRequests(seatOf('other'), ids, IDLE_MS)).toEqual(new Set());
    expect(await listOwn('living')).toEqual(ids);
  });
});

describe('keeping', () => {
  test('what is kept does not look abandoned, however many there are', async () => {
    const ids = await readRequests('me', 2_500, IDLE_MS);
    expect(await listAbandoned()).toHaveLength(2_500);
    expect(await keepRequests(seatOf('me'), ids)).toEqual([]);
    expect(await listAbandoned()).toEqual([]);
  });

  test('what others have taken over, or was acked, is told and not taken back', async () => {
    const ids = await readRequests('me', 3);
    const [kept, taken, acked] = ids as [string, string, string];
    await redis.xclaim(requestsKey(0), PERSISTERS, 'other', 0, taken, 'JUSTID');
    await redis.xack(requestsKey(0), PERSISTERS, acked);
    expect(await keepRequests(seatOf('me'), ids)).toEqual([taken, acked]);
    expect([await listOwn('me'), await listOwn('other')]).toEqual([[kept], [taken]]);
  });

  test('a request that was read but never arrived is not kept: it must be found', async () => {
    const [known, lost] = (await readRequests('me', 2, IDLE_MS)) as [string, string];
    await keepRequests(seatOf('me'), [known]);
    expect(await listAbandoned()).toEqual([lost]);
  });
});

test('what is handed over looks abandoned at once', async () => {
  const ids = await readRequests('me', 2);
  await handOverRequests(seatOf('me'), ids);
  expect(await listAbandoned()).toEqual(ids);
});

test('a forgotten request is gone from the stream and from both groups', async () => {
  const [id = ''] = await readRequests('me', 1);
  await redis.xreadgroup('GROUP', GENERATORS, 'g', 'STREAMS', requestsKey(0), '>');
  await forgetRequest(redis, 0, id);
  expect(await redis.xlen(requestsKey(0))).toBe(0);
  for (const group of [GENERATORS, PERSISTERS]) {
    expect(await redis.xpending(requestsKey(0), group)).toEqual([0, null, null, null]);
  }
});

describe('dead consumers', () => {
  async function listConsumers(): Promise<string[]> {
    const rows = (await redis.xinfo('CONSUMERS', requestsKey(0), PERSISTERS)) as string[][];
    return rows.map((row) => String(row[1])).toSorted();
  }

  test('one that holds nothing is removed; one that holds something never', async () => {
    await readRequests('holding', 1);
    await redis.xgroup('CREATECONSUMER', requestsKey(0), PERSISTERS, 'empty');
    expect(await removeDeadConsumers(redis, 0, PERSISTERS, 0)).toBe(1);
    expect(await listConsumers()).toEqual(['holding']);
  });

  test('one that was there a moment ago stays', async () => {
    await redis.xgroup('CREATECONSUMER', requestsKey(0), PERSISTERS, 'empty');
    expect(await removeDeadConsumers(redis, 0, PERSISTERS, 60_000)).toBe(0);
    expect(await listConsumers()).toEqual(['empty']);
  });

  test('a stream or a group that is not there has none', async () => {
    await redis.xgroup('DESTROY', requestsKey(0), PERSISTERS);
    expect(await removeDeadConsumers(redis, 0, PERSISTERS, 0)).toBe(0);
    expect(await removeDeadConsumers(redis, 7, PERSISTERS, 0)).toBe(0);
  });
});
