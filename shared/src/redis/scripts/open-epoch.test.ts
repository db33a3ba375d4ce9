import { beforeEach, describe, expect, test } from 'vitest';
import { GENERATORS, entriesKey, eventsKey, ownersKey, requestsKey, taskKey } from '../keys.ts';
import { readNewRequests } from '../request-stream.ts';
import { readTaskRecord } from '../task-record.ts';
import type { Redis } from '../connection.ts';
import type { OpenEpochReply, TaskRef } from '../transitions.ts';
import { dumpKeys } from '../testing/dump-keys.ts';
import {
  COMPLETED,
  LEASE_MS,
  attemptStarted,
  chunk,
  hold,
  newTask,
  readLog,
  readPending,
  readTypes,
  runOut,
  submitHeld,
  submitNew,
  type Hold,
} from '../testing/test-task.ts';
import { useRedis } from '../testing/use-redis.ts';

const store = useRedis();
let blocking: Redis;

beforeEach(() => {
  blocking ??= store.connect('blocking');
});

function open(
  task: TaskRef,
  { head = 1, incarnation = 0, nonce = 'nonce-a', holder = 'worker-a' } = {},
): Promise<OpenEpochReply> {
  const args = { head, incarnation, nonce, holder, leaseMs: LEASE_MS };
  return store.transitions.openEpoch(task, args, attemptStarted(1));
}

describe('open_epoch', () => {
  test('makes the caller the holder: epoch, lease, opening entry, pending request', async () => {
    const task = await submitNew(store.transitions);
    await readNewRequests(blocking, 0, GENERATORS, 'worker-b', 10);

    expect(await open(task)).toMatchObject({ tag: 'opened', epoch: 1, seq: 2 });

    const record = await readTaskRecord(store.redis, task.taskId);
    expect(record).toMatchObject({ status: 'running', epoch: 1, holder: 'worker-a', attempts: 1, seq: 2 });
    expect(record?.leaseUntil).toBeGreaterThan(record?.createdAt ?? Infinity);
    expect((await readLog(store.redis, task)).at(-1)).toMatchObject({ type: 'attempt_started', epoch: 1 });
    expect(await readPending(store.redis)).toMatchObject([{ consumer: 'worker-a', deliveries: 1 }]);
  });

  test('sent again after its reply was lost, answers the same and writes nothing', async () => {
    const task = await submitNew(store.transitions);
    const first = await open(task);
    const before = await dumpKeys(store.redis);
    expect(await open(task)).toMatchObject({ ...first, at: expect.any(Number) as number });
    expect(await dumpKeys(store.redis)).toEqual(before);
  });

  test('invariant 8: sent again after a cancel came between, says so, so that no call is made', async () => {
    const task = await submitNew(store.transitions);
    await open(task);
    await store.transitions.cancel(task);
    expect(await open(task)).toMatchObject({ tag: 'cancel_requested', epoch: 1, seq: 3 });
  });

  test('leaves a task alone that somebody holds', async () => {
    const { task } = await submitHeld(store.transitions);
    const before = await dumpKeys(store.redis);
    expect(await open(task, { head: 2, nonce: 'nonce-b' })).toMatchObject({ tag: 'busy' });
    expect(await dumpKeys(store.redis)).toEqual(before);
  });

  test('invariant 3: takes over a task whose lease ran out, under the next epoch', async () => {
    const { task } = await submitHeld(store.transitions);
    await runOut(store.redis, task);
    const startedAt = (await readTaskRecord(store.redis, task.taskId))?.startedAt;
    expect(await open(task, { head: 2, nonce: 'nonce-b', holder: 'worker-b' })).toMatchObject({
      tag: 'opened',
      epoch: 2,
      seq: 3,
    });
    expect(await readTaskRecord(store.redis, task.taskId)).toMatchObject({
      epoch: 2,
      holder: 'worker-b',
      attempts: 2,
      startedAt,
    });
  });

  test('is refused when the log has moved since the caller read it', async () => {
    const task = await submitNew(store.transitions);
    const before = await dumpKeys(store.redis);
    expect(await open(task, { head: 0 })).toEqual({ tag: 'moved', seq: 1 });
    expect(await dumpKeys(store.redis)).toEqual(before);
  });

  test('of a task that is over only takes the request off the pending list', async () => {
    const task = await submitNew(store.transitions);
    await store.transitions.cancel(task);
    await readNewRequests(blocking, 0, GENERATORS, 'worker-a', 10);
    expect(await open(task, { head: 3 })).toEqual({ tag: 'terminal', status: 'cancelled' });
    expect(await readPending(store.redis)).toEqual([]);
    expect(await readTypes(store.redis, task)).toEqual(['accepted', 'cancel_requested', 'cancelled']);
  });

  test('of a task that Redis does not know changes nothing', async () => {
    const before = await dumpKeys(store.redis);
    expect(await open(newTask())).toEqual({ tag: 'unknown' });
    expect(await dumpKeys(store.redis)).toEqual(before);
  });

  test('invariant 8: of an abandoned task that is to be cancelled opens it only to be ended', async () => {
    const { task } = await submitHeld(store.transitions);
    await store.transitions.cancel(task);
    await runOut(store.redis, task);
    expect(await open(task, { head: 3, nonce: 'nonce-b' })).toMatchObject({
      tag: 'cancel_requested',
      epoch: 2,
      seq: 3,
    });
    expect(await readTypes(store.redis, task)).toEqual(['accepted', 'attempt_started', 'cancel_requested']);
    const fence = { epoch: 2, nonce: 'nonce-b' };
    expect(
      await store.transitions.finish(task, { ...fence, head: 3, cacheMs: 0 }, { type: 'cancelled' }),
    ).toEqual({ tag: 'finished', seq: 4 });
  });

  test('refuses a plan that was made on the log before it was rebuilt, though the head has the same number', async () => {
    const task = await submitNew(store.transitions);
    await store.redis.hset(taskKey(task.taskId), 'incarnation', 1);
    expect(await open(task)).toEqual({ tag: 'moved', seq: 1 });
    expect(await open(task, { incarnation: 1 })).toMatchObject({ tag: 'opened' });
  });

  test('with a cache_hit counts no attempt', async () => {
    const task = await submitNew(store.transitions);
    const opening = { type: 'cache_hit', source_task_id: newTask().taskId, kept_chunks: 0 } as const;
    const args = { head: 1, incarnation: 0, nonce: 'n', holder: 'worker-a', leaseMs: LEASE_MS };
    expect(await store.transitions.openEpoch(task, args, opening)).toMatchObject({ tag: 'opened' });
    expect((await readTaskRecord(store.redis, task.taskId))?.attempts).toBe(0);
  });
});

describe('invariant 3: a holder that was replaced', () => {
  test.each([
    ['its own fence', (old: Hold) => old],
    ['the current epoch but its own nonce', (old: Hold) => ({ ...old, epoch: 2 })],
    ['the current nonce but its own epoch', (old: Hold, current: Hold) => ({ ...old, nonce: current.nonce })],
    ['an epoch to come', (old: Hold) => ({ ...old, epoch: 3 })],
    ['the current epoch and no nonce', (old: Hold) => ({ ...old, epoch: 2, nonce: '' })],
  ])('changes nothing with %s', async (_case, toFence) => {
    const { task, fence: old } = await submitHeld(store.transitions);
    await readNewRequests(blocking, 0, GENERATORS, 'worker-a', 10);
    await store.transitions.append(task, { ...old, from: 3, leaseMs: LEASE_MS }, [chunk(0)]);
    await runOut(store.redis, task);
    const current = await hold(store.transitions, task, { head: 3, holder: 'worker-b' });
    const fence = toFence(old, current);
    const before = await dumpKeys(store.redis);

    const replies = [
      await store.transitions.append(task, { ...fence, from: 5, leaseMs: LEASE_MS }, [chunk(1)]),
      await store.transitions.append(task, { ...fence, from: 4, leaseMs: LEASE_MS }, [chunk(1)]),
      await store.transitions.append(task, { ...fence, from: 3, leaseMs: LEASE_MS }, [chunk(0)]),
      await store.transitions.finish(task, { ...fence, head: 4, cacheMs: 1_000 }, COMPLETED),
      await store.transitions.release(task, fence),
      await store.transitions.renew(task, { ...fence, leaseMs: LEASE_MS }),
      await store.transitions.elect(task, {
        ...fence,
        abandoned: newTask().taskId,
        cacheRunningMs: 1_000,
      }),
    ];

    expect(replies.map((reply) => reply.tag)).toEqual([
      'stale_epoch',
      'stale_epoch',
      'stale_epoch',
      'stale_epoch',
      'stale_epoch',
      'lost',
      'stale_epoch',
    ]);
    expect(await dumpKeys(store.redis)).toEqual(before);
  });

  test('cannot bring a log back that was removed after its end', async () => {
    const { task, fence } = await submitHeld(store.transitions);
    await store.transitions.finish(task, { ...fence, head: 2, cacheMs: 0 }, COMPLETED);
    await store.redis.del(entriesKey(task.taskId));
    const before = await dumpKeys(store.redis);
    expect(
      await store.transitions.append(task, { ...fence, from: 4, leaseMs: LEASE_MS }, [chunk(0)]),
    ).toEqual({ tag: 'closed', status: 'completed' });
    await store.redis.del(taskKey(task.taskId));
    expect(
      await store.transitions.append(task, { ...fence, from: 4, leaseMs: LEASE_MS }, [chunk(0)]),
    ).toEqual({ tag: 'closed' });
    const kept = [requestsKey(0), eventsKey(0), ownersKey(0)];
    expect(await dumpKeys(store.redis)).toEqual(Object.fromEntries(kept.map((key) => [key, before[key]])));
  });
});
