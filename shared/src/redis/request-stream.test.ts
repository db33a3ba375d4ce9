import { beforeEach, describe, expect, test } from 'vitest';
import type { Redis } from './connection.ts';
import { GENERATORS, PERSISTERS, requestsKey } from './keys.ts';
import {
  ackRequest,
  ensureGroup,
  listAbandonedRequests,
  readNewRequests,
  showPresence,
  type RequestEntry,
} from './request-stream.ts';
import { dumpKeys } from './testing/dump-keys.ts';
import { readPending, submitNew } from './testing/test-task.ts';
import { useRedis } from './testing/use-redis.ts';

const store = useRedis();
let blocking: Redis;

beforeEach(() => {
  blocking ??= store.connect('blocking');
});

function readNew(consumer: string, countMax = 100): Promise<RequestEntry[]> {
  return readNewRequests(blocking, 0, GENERATORS, consumer, countMax);
}

function listAbandoned(idleMs: number, countMax = 100): Promise<RequestEntry[]> {
  return listAbandonedRequests(store.redis, 0, GENERATORS, idleMs, countMax);
}

/** Makes a pending request look as if nobody had touched it for so long. */
async function setIdle({ entryId }: RequestEntry, consumer: string, idleMs: number): Promise<void> {
  const args = [requestsKey(0), GENERATORS, consumer, 0, entryId, 'IDLE', idleMs, 'JUSTID'] as const;
  await store.redis.xclaim(...args);
}

async function submitMany(count: number): Promise<string[]> {
  const taskIds: string[] = [];
  for (let i = 0; i < count; i += 1) taskIds.push((await submitNew(store.transitions)).taskId);
  return taskIds;
}

describe('new requests', () => {
  test('come in order, each to one consumer of the group, no more than asked for', async () => {
    const taskIds = await submitMany(5);
    const first = await readNew('worker-a', 3);
    const second = await readNew('worker-b', 3);
    expect([...first, ...second].map((request) => request.taskId)).toEqual(taskIds);
    expect(first).toHaveLength(3);
  });

  test('come to both groups', async () => {
    const [taskId] = await submitMany(1);
    expect(await readNew('worker-a')).toMatchObject([{ taskId }]);
    expect(await readNewRequests(blocking, 0, PERSISTERS, 'persister-a', 10)).toMatchObject([{ taskId }]);
  });

  test('wake who waits for them', async () => {
    const waiting = readNew('worker-a');
    const [taskId] = await submitMany(1);
    expect(await waiting).toMatchObject([{ taskId }]);
  });

  test('are none, after a while, when there are none', async () => {
    expect(await readNew('worker-a')).toEqual([]);
  });

  test('that lead to no task id are passed over', async () => {
    await store.redis.xadd(requestsKey(0), '*', 'task_id', 'nonsense');
    const [taskId] = await submitMany(1);
    expect(await readNew('worker-a')).toMatchObject([{ taskId }]);
  });

  test('come again, from the first on, when Redis has lost the group with its stream', async () => {
    await submitMany(1);
    await store.redis.flushdb();
    const [first, second] = await submitMany(2);
    expect(await readNew('worker-a')).toEqual([]);
    expect(await readNew('worker-a')).toMatchObject([{ taskId: first }, { taskId: second }]);
  });
});

describe('a group', () => {
  test('is made once and left alone after that', async () => {
    await submitMany(1);
    await readNew('worker-a');
    const before = await dumpKeys(store.redis);
    await ensureGroup(store.redis, 0, GENERATORS);
    expect(await dumpKeys(store.redis)).toEqual(before);
  });

  test('that is made late begins with the first request there is', async () => {
    const [taskId] = await submitMany(1);
    await store.redis.xgroup('DESTROY', requestsKey(0), GENERATORS);
    await ensureGroup(store.redis, 0, GENERATORS);
    expect(await readNew('worker-a')).toMatchObject([{ taskId }]);
  });
});

describe('a consumer that shows its presence', () => {
  test('is seen although it has never read anything', async () => {
    await ensureGroup(store.redis, 0, GENERATORS);
    await showPresence(store.redis, 0, GENERATORS, 'worker-a');
    const consumers = (await store.redis.xinfo('CONSUMERS', requestsKey(0), GENERATORS)) as unknown[][];
    expect(consumers.map((fields) => fields[1])).toEqual(['worker-a']);
  });

  test('changes nothing about what is pending for it', async () => {
    await submitMany(2);
    const requests = await readNew('worker-a');
    await Promise.all(requests.map((request) => setIdle(request, 'worker-a', 100_000)));
    await showPresence(store.redis, 0, GENERATORS, 'worker-a');
    expect(await listAbandoned(50_000)).toEqual(requests);
    expect((await readPending(store.redis)).map(({ deliveries }) => deliveries)).toEqual([1, 1]);
  });
});

describe('abandoned requests', () => {
  test('are those that nobody has touched for so long', async () => {
    await submitMany(3);
    const requests = await readNew('worker-a');
    await Promise.all(requests.map((request, i) => setIdle(request, 'worker-a', 100_000 * (i + 1))));
    expect(await listAbandoned(1_000_000)).toEqual([]);
    expect(await listAbandoned(150_000)).toEqual(requests.slice(1));
    expect(await listAbandoned(150_000, 1)).toEqual(requests.slice(1, 2));
  });

  test('stay as they are when they are listed: owner, delivery count and idle time', async () => {
    await submitMany(1);
    const [request] = await readNew('worker-a');
    if (request) await setIdle(request, 'worker-a', 100_000);
    const before = await dumpKeys(store.redis);
    for (let i = 0; i < 3; i += 1) expect(await listAbandoned(50_000)).toHaveLength(1);
    expect(await dumpKeys(store.redis)).toEqual(before);
    const [pending] = await readPending(store.redis);
    expect(pending?.deliveries).toBe(1);
    expect(pending?.idleMs).toBeGreaterThanOrEqual(100_000);
  });

  test('whose entry was deleted are forgotten', async () => {
    await submitMany(2);
    const requests = await readNew('worker-a');
    await Promise.all(requests.map((request) => setIdle(request, 'worker-a', 100_000)));
    await store.redis.xdel(requestsKey(0), requests[0]?.entryId ?? '');
    expect(await listAbandoned(50_000)).toEqual(requests.slice(1));
    expect((await readPending(store.redis)).map((pending) => pending.entryId)).toEqual([
      requests[1]?.entryId,
    ]);
  });

  test('are gone once they are acked', async () => {
    await submitMany(1);
    const [request] = await readNew('worker-a');
    await ackRequest(store.redis, 0, GENERATORS, request?.entryId ?? '');
    expect(await listAbandoned(0)).toEqual([]);
  });
});
