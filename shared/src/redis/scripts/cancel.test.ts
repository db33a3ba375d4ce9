import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EntryDraft } from '../../protocol/entry.ts';
import { GENERATORS, cacheKey } from '../keys.ts';
import { readNewRequests } from '../request-stream.ts';
import { readTaskRecord } from '../task-record.ts';
import { makeTransitions, type Fence, type TaskRef, type Transitions } from '../transitions.ts';
import { dumpKeys } from '../testing/dump-keys.ts';
import {
  CANCELLED,
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
} from '../testing/test-task.ts';
import { useRedis } from '../testing/use-redis.ts';

const store = useRedis();

describe('cancel', () => {
  test('closes a queued task at once, and frees its request', async () => {
    const task = await submitNew(store.transitions);
    expect(await store.transitions.cancel(task)).toEqual({ tag: 'cancelled', seq: 3 });
    expect(await readTypes(store.redis, task)).toEqual(['accepted', 'cancel_requested', 'cancelled']);
    expect(await readTaskRecord(store.redis, task.taskId)).toMatchObject({
      status: 'cancelled',
      cancelRequested: true,
      epoch: 1,
      finishedAt: expect.any(Number) as number,
    });
    expect(await store.redis.get(cacheKey(0, task.requestHash))).toBeNull();
  });

  test('takes the request of a task that was read but never held off the pending list', async () => {
    const task = await submitNew(store.transitions);
    await readNewRequests(store.connect('blocking'), 0, GENERATORS, 'worker-a', 10);
    await store.transitions.cancel(task);
    expect(await readPending(store.redis)).toEqual([]);
  });

  test('invariant 8: of a held task stores the intent and leaves the end to the holder', async () => {
    const { task } = await submitHeld(store.transitions);
    expect(await store.transitions.cancel(task)).toEqual({ tag: 'requested' });
    expect(await readTypes(store.redis, task)).toEqual(['accepted', 'attempt_started', 'cancel_requested']);
    expect(await readTaskRecord(store.redis, task.taskId)).toMatchObject({
      status: 'running',
      cancelRequested: true,
    });
    expect(await store.redis.get(cacheKey(0, task.requestHash))).toBe(task.taskId);
  });

  test('invariant 8: of an abandoned task leaves a run at the provider to the next holder, who can end it', async () => {
    const { task, fence } = await submitHeld(store.transitions);
    const handle: EntryDraft = { type: 'provider_handle', handle: 'run_1' };
    await store.transitions.append(task, { ...fence, from: 3, leaseMs: LEASE_MS }, [handle]);
    await runOut(store.redis, task);
    expect(await store.transitions.cancel(task)).toEqual({ tag: 'requested' });
    const args = { head: 4, incarnation: 0, nonce: 'nonce-b', holder: 'worker-b', leaseMs: LEASE_MS };
    expect(await store.transitions.openEpoch(task, args, attemptStarted(2))).toMatchObject({
      tag: 'cancel_requested',
    });
  });

  test('sent again, changes nothing', async () => {
    const { task } = await submitHeld(store.transitions);
    await store.transitions.cancel(task);
    const before = await dumpKeys(store.redis);
    expect(await store.transitions.cancel(task)).toEqual({ tag: 'requested' });
    expect(await dumpKeys(store.redis)).toEqual(before);
  });

  test('closes an abandoned task, and fences off the holder that comes back', async () => {
    const { task, fence } = await submitHeld(store.transitions);
    await runOut(store.redis, task);
    expect(await store.transitions.cancel(task)).toEqual({ tag: 'cancelled', seq: 4 });
    const before = await dumpKeys(store.redis);
    expect(
      await store.transitions.append(task, { ...fence, from: 5, leaseMs: LEASE_MS }, [chunk(0)]),
    ).toEqual({ tag: 'closed', status: 'cancelled' });
    expect(await store.transitions.renew(task, { ...fence, leaseMs: LEASE_MS })).toEqual({ tag: 'lost' });
    expect(await dumpKeys(store.redis)).toEqual(before);
  });

  test('closes a task whose holder died with the intent stored, without a second intent', async () => {
    const { task } = await submitHeld(store.transitions);
    await store.transitions.cancel(task);
    await runOut(store.redis, task);
    expect(await store.transitions.cancel(task)).toEqual({ tag: 'cancelled', seq: 4 });
    expect((await readTypes(store.redis, task)).slice(2)).toEqual(['cancel_requested', 'cancelled']);
  });

  test('closes a task that was released', async () => {
    const { task, fence } = await submitHeld(store.transitions);
    await store.transitions.release(task, fence);
    expect(await store.transitions.cancel(task)).toEqual({ tag: 'cancelled', seq: 4 });
  });

  test('of a task that is over, or of none, changes nothing', async () => {
    const { task, fence } = await submitHeld(store.transitions);
    await store.transitions.finish(task, { ...fence, head: 2, cacheMs: 1_000 }, COMPLETED);
    const before = await dumpKeys(store.redis);
    expect(await store.transitions.cancel(task)).toEqual({ tag: 'already', status: 'completed' });
    expect(await store.transitions.cancel(newTask())).toEqual({ tag: 'unknown' });
    expect(await dumpKeys(store.redis)).toEqual(before);
  });

  test('leaves the cache alone when it names another task', async () => {
    const leader = await submitNew(store.transitions);
    const follower = await submitNew(store.transitions, {}, newTask(leader.requestHash));
    await store.transitions.cancel(follower);
    expect(await store.redis.get(cacheKey(0, leader.requestHash))).toBe(leader.taskId);
  });
});

/** What can happen to a held task at its end, each as often as it may come. */
type Step = 'append' | 'finish' | 'cancel' | 'give up' | 'lease runs out' | 'take over';
const STEPS: readonly Step[] = [
  'append',
  'finish',
  'finish',
  'cancel',
  'cancel',
  'give up',
  'lease runs out',
  'take over',
];

async function doStep(transitions: Transitions, step: Step, task: TaskRef, fence: Fence): Promise<void> {
  const head = (await readLog(store.redis, task)).length;
  switch (step) {
    case 'append':
      await transitions.append(task, { ...fence, from: head + 1, leaseMs: LEASE_MS }, [chunk(0)]);
      return;
    case 'finish':
      await transitions.finish(task, { ...fence, head, cacheMs: 1_000 }, COMPLETED);
      return;
    case 'give up':
      await transitions.finish(task, { ...fence, head, cacheMs: 1_000 }, CANCELLED);
      return;
    case 'cancel':
      await transitions.cancel(task);
      return;
    case 'lease runs out':
      await runOut(store.redis, task);
      return;
    case 'take over':
      await hold(transitions, task, { head, holder: 'worker-b' }).catch(() => undefined);
  }
}

/** Exactly one terminal entry, the last, equal to the status; a cancel that was answered is kept. */
async function expectOneEnd(task: TaskRef): Promise<void> {
  const types = await readTypes(store.redis, task);
  const ends = types.filter((type) => ['completed', 'failed', 'cancelled'].includes(type));
  const record = await readTaskRecord(store.redis, task.taskId);
  expect(ends).toEqual([types.at(-1)]);
  expect(record?.status).toBe(types.at(-1));
  expect(types.filter((type) => type === 'cancel_requested').length).toBeLessThanOrEqual(1);
  expect(types.includes('cancel_requested') && record?.status !== 'cancelled').toBe(false);
}

/** After a cancel whatever is left is closed by whoever comes. */
async function endWhatIsLeft(task: TaskRef): Promise<void> {
  await runOut(store.redis, task);
  await store.transitions.cancel(task);
}

describe('invariant 1: finish and cancel race', () => {
  test('in any order, one after the other: there is exactly one end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...STEPS]), async (steps) => {
        const { task, fence } = await submitHeld(store.transitions);
        for (const step of steps) await doStep(store.transitions, step, task, fence);
        await endWhatIsLeft(task);
        await expectOneEnd(task);
      }),
      { numRuns: 100 },
    );
  });

  test('all at once, over three connections: there is exactly one end', async () => {
    const writers = [1, 2, 3].map(() => makeTransitions(store.connect('command')));
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...STEPS]), async (steps) => {
        const { task, fence } = await submitHeld(store.transitions);
        await Promise.all(
          steps.map((step, i) => doStep(writers[i % 3] ?? store.transitions, step, task, fence)),
        );
        await endWhatIsLeft(task);
        await expectOneEnd(task);
      }),
      { numRuns: 100 },
    );
  });
});
