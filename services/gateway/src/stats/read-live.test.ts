import { beforeEach, describe, expect, test } from 'vitest';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import type { Redis } from '@continuo/shared/redis/connection';
import { GENERATORS } from '@continuo/shared/redis/keys';
import { ensureGroup } from '@continuo/shared/redis/request-stream';
import { readTaskRecord, type TaskRecord } from '@continuo/shared/redis/task-record';
import { makeTransitions } from '@continuo/shared/redis/transitions';
import { makeTakeRequests } from '@continuo/shared/redis/waiting-requests';
import { useStores } from '@continuo/tests/support/use-stores';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';
import { openAnswer } from '../testing/write-answer.ts';
import { findOldestWaiting } from './oldest-waiting.ts';
import { readHoldings } from './read-holdings.ts';
import { readLive } from './read-live.ts';
import { readMirrorLag } from './read-mirror-lag.ts';

const HOLDER = { service: 'generator', name: 'test-1', held: 1, idle_ms: 0 } as const;

const stores = useStores();
let gateway: TestGateway;
let redis: Redis;

beforeEach(async () => {
  redis = stores.openRedis();
  await redis.flushdb();
  gateway = await startTestGateway(stores);
});

async function accept(prompt: string): Promise<TaskRecord> {
  const { task_id } = await gateway.accept({ prompt });
  const record = await readTaskRecord(redis, task_id);
  if (!record) throw new Error(`${task_id} is unknown`);
  return record;
}

/** Accepted, and held by the worker `test-1`. */
async function hold(prompt: string): Promise<TaskRecord> {
  const task = await accept(prompt);
  await ensureGroup(redis, 0, GENERATORS);
  await makeTakeRequests(redis)(0, HOLDER.name, { calls: 1, copies: 0 });
  await openAnswer(redis, task.taskId);
  return task;
}

describe('the oldest that waits', () => {
  test('is nobody while nothing does', async () => {
    expect(await findOldestWaiting(redis, 0)).toBeUndefined();
  });

  test('is the first that no generator has read', async () => {
    const first = await accept('first');
    await accept('second');
    expect(await findOldestWaiting(redis, 0)).toBe(first.createdAt);
  });

  test('is still that when it was filed for want of room, until it is taken', async () => {
    const first = await accept('first');
    const second = await accept('second');
    await ensureGroup(redis, 0, GENERATORS);
    const take = makeTakeRequests(redis);
    await take(0, 'test-1', { calls: 0, copies: 0 });
    expect(await findOldestWaiting(redis, 0)).toBe(first.createdAt);
    await take(0, 'test-1', { calls: 1, copies: 0 });
    expect(await findOldestWaiting(redis, 0)).toBe(second.createdAt);
    await take(0, 'test-1', { calls: 1, copies: 0 });
    expect(await findOldestWaiting(redis, 0)).toBeUndefined();
  });
});

describe('the mirror', () => {
  test('lacks every entry that was not persisted, since the oldest of them was written', async () => {
    const { taskId, createdAt } = await accept('a');
    const answer = await openAnswer(redis, taskId);
    await answer.write('b', 'c');
    expect(await readMirrorLag(redis, 0)).toEqual({ entries: 4, oldestAt: createdAt });
  });

  test('lacks nothing once all is persisted, and nothing waits for it', async () => {
    const { taskId, requestHash, seq } = await accept('a');
    await makeTransitions(redis).persisted(
      { taskId, requestHash },
      { seq, streamRetentionMs: 60_000, recordRetentionMs: 60_000 },
    );
    expect(await readMirrorLag(redis, 0)).toEqual({ entries: 0, oldestAt: undefined });
    expect(await readLive(redis, 1, gateway.owner)).toMatchObject({
      mirror: { unpersisted_entries: 0, lag_ms: 0 },
    });
  });
});

describe('a worker', () => {
  test('holds the tasks that it has claimed', async () => {
    const { taskId } = await hold('held');
    await accept('waits');
    const live = await readLive(redis, 1, gateway.owner);
    expect(live).toMatchObject({
      queue: { waiting: 1, held: 1, unpersisted: 2 },
      workers: [{ service: 'generator', name: 'test-1', held: 1, task_ids: [taskId] }],
    });
  });

  test('names 20 of them at most', async () => {
    for (let i = 0; i < 22; i += 1) await hold(`${i}`);
    expect(await readHoldings(redis, [0], HOLDER, gateway.owner)).toHaveLength(20);
  });

  test('invariant 10: names nobody else’s', async () => {
    const { taskId } = await hold('secret');
    const namesFor = (owner: string): Promise<TaskId[]> => readHoldings(redis, [0], HOLDER, owner);
    expect(await namesFor(gateway.owner)).toEqual([taskId]);
    expect(await namesFor('somebody-else')).toEqual([]);
  });

  test('holds nothing in a partition that has no requests yet', async () => {
    const { taskId } = await hold('held');
    expect(await readHoldings(redis, [0, 1], HOLDER, gateway.owner)).toEqual([taskId]);
  });
});
