import { beforeEach, describe, expect, test } from 'vitest';
import type { Redis } from '../connection.ts';
import { GENERATORS, requestsKey } from '../keys.ts';
import { listAbandonedRequests, readNewRequests } from '../request-stream.ts';
import { readTaskRecord } from '../task-record.ts';
import { dumpKeys } from '../testing/dump-keys.ts';
import {
  COMPLETED,
  LEASE_MS,
  hold,
  readPending,
  readTypes,
  submitHeld,
  submitNew,
} from '../testing/test-task.ts';
import { useRedis } from '../testing/use-redis.ts';

const store = useRedis();
let blocking: Redis;

beforeEach(() => {
  blocking ??= store.connect('blocking');
});

describe('release', () => {
  test('hands the task over at once: others find its request abandoned and can open the next epoch', async () => {
    const { task, fence } = await submitHeld(store.transitions);
    await readNewRequests(blocking, 0, GENERATORS, fence.holder, 10);
    const listAbandoned = () => listAbandonedRequests(store.redis, 0, GENERATORS, LEASE_MS, 10);
    expect(await listAbandoned()).toEqual([]);

    expect(await store.transitions.release(task, fence)).toEqual({ tag: 'released' });

    expect(await listAbandoned()).toMatchObject([{ taskId: task.taskId }]);
    expect(await hold(store.transitions, task, { head: 2, holder: 'worker-b' })).toMatchObject({ epoch: 2 });
    expect(await listAbandoned()).toEqual([]);
    expect(await readTaskRecord(store.redis, task.taskId)).toMatchObject({ holder: 'worker-b' });
  });

  test('writes nothing into the log and leaves the status', async () => {
    const { task, fence } = await submitHeld(store.transitions);
    await store.transitions.release(task, fence);
    expect(await readTypes(store.redis, task)).toEqual(['accepted', 'attempt_started']);
    expect(await readTaskRecord(store.redis, task.taskId)).toMatchObject({
      status: 'running',
      holder: undefined,
      leaseUntil: 0,
    });
  });

  test('sent again, changes nothing: also when another has taken the task since', async () => {
    const { task, fence } = await submitHeld(store.transitions);
    await store.transitions.release(task, fence);
    let before = await dumpKeys(store.redis);
    expect(await store.transitions.release(task, fence)).toEqual({ tag: 'stale_epoch', epoch: 1 });
    expect(await dumpKeys(store.redis)).toEqual(before);

    await hold(store.transitions, task, { head: 2 });
    before = await dumpKeys(store.redis);
    expect(await store.transitions.release(task, fence)).toEqual({ tag: 'stale_epoch', epoch: 2 });
    expect(await dumpKeys(store.redis)).toEqual(before);
  });

  test('invariant 8: keeps a stored cancel for the next holder', async () => {
    const { task, fence } = await submitHeld(store.transitions);
    await store.transitions.cancel(task);
    expect(await store.transitions.release(task, fence)).toEqual({ tag: 'released' });
    expect((await readTaskRecord(store.redis, task.taskId))?.cancelRequested).toBe(true);
    expect(await store.transitions.cancel(task)).toEqual({ tag: 'cancelled', seq: 4 });
  });
});

describe('renew', () => {
  function renew(
    task: Parameters<typeof store.transitions.renew>[0],
    fence: { epoch: number; nonce: string; holder: string },
    leaseMs = LEASE_MS,
  ) {
    return store.transitions.renew(task, { ...fence, leaseMs });
  }

  test('extends the lease and keeps the request from looking abandoned, without counting a delivery', async () => {
    const task = await submitNew(store.transitions);
    const [request] = await readNewRequests(blocking, 0, GENERATORS, 'worker-a', 10);
    const fence = await hold(store.transitions, task, { leaseMs: 1 });
    const claim = [requestsKey(0), GENERATORS, 'worker-a', 0, request?.entryId ?? ''] as const;
    await store.redis.xclaim(...claim, 'IDLE', 100_000, 'JUSTID');
    const listAbandoned = () => listAbandonedRequests(store.redis, 0, GENERATORS, 50_000, 10);
    expect(await listAbandoned()).toHaveLength(1);

    expect(await renew(task, fence)).toEqual({ tag: 'renewed' });

    expect(await listAbandoned()).toEqual([]);
    expect(await readPending(store.redis)).toMatchObject([{ consumer: 'worker-a', deliveries: 1 }]);
    const record = await readTaskRecord(store.redis, task.taskId);
    expect(record?.leaseUntil).toBeGreaterThan((record?.startedAt ?? Infinity) + LEASE_MS - 1);
  });

  test('tells of a stored cancel, and renews all the same', async () => {
    const { task, fence } = await submitHeld(store.transitions);
    await store.transitions.cancel(task);
    const before = await readTaskRecord(store.redis, task.taskId);
    expect(await renew(task, fence, 2 * LEASE_MS)).toEqual({ tag: 'cancel_requested' });
    const after = await readTaskRecord(store.redis, task.taskId);
    expect(after?.leaseUntil).toBeGreaterThan((before?.leaseUntil ?? Infinity) + LEASE_MS / 2);
  });

  test('is lost after a release and after the end, and changes nothing', async () => {
    const released = await submitHeld(store.transitions);
    await store.transitions.release(released.task, released.fence);
    const ended = await submitHeld(store.transitions);
    await store.transitions.finish(ended.task, { ...ended.fence, head: 2, cacheMs: 0 }, COMPLETED);
    const queued = await submitNew(store.transitions);
    const before = await dumpKeys(store.redis);

    for (const { task, fence } of [released, ended, { task: queued, fence: ended.fence }]) {
      expect(await renew(task, fence)).toEqual({ tag: 'lost' });
    }
    expect(await dumpKeys(store.redis)).toEqual(before);
  });
});
