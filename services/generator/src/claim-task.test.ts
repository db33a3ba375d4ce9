import { readTaskRecord } from '@continuo/shared/redis/task-record';
import { readTaskStream } from '@continuo/shared/redis/task-stream';
import type { TaskRef } from '@continuo/shared/redis/transitions';
import {
  COMPLETED,
  LEASE_MS,
  chunk,
  newTask,
  readLog,
  runOut,
  submit,
  submitHeld,
  submitNew,
} from '@continuo/shared/redis/testing/test-task';
import { useRedis } from '@continuo/shared/redis/testing/use-redis';
import { describe, expect, test } from 'vitest';
import { Targets } from './attempts/targets.ts';
import { claimTask, type Claim, type ClaimOptions } from './claim-task.ts';

const store = useRedis();

function claim({ taskId }: TaskRef, overrides: Partial<ClaimOptions> = {}): Promise<Claim> {
  const options: ClaimOptions = {
    transitions: store.transitions,
    readRecord: (id) => readTaskRecord(store.redis, id),
    readLog: (id, afterSeq) => readTaskStream(store.redis, id, afterSeq),
    targets: new Targets(() => undefined, []),
    worker: 'worker-b',
    leaseMs: LEASE_MS,
    ...overrides,
  };
  return claimTask(options, taskId);
}

async function readLast(task: TaskRef): Promise<object> {
  const last = (await readLog(store.redis, task)).at(-1);
  return { type: last?.type, ...(JSON.parse(last?.data ?? '{}') as object) };
}

describe('a claim', () => {
  test('of a waiting task starts its first attempt', async () => {
    const task = await submitNew(store.transitions);
    expect(await claim(task)).toMatchObject({
      tag: 'claimed',
      task: { ref: task, fence: { epoch: 1 }, view: { seq: 2, nextChunkId: 0 } },
    });
    expect(await readLast(task)).toEqual({
      type: 'attempt_started',
      attempt: 1,
      worker: 'worker-b',
      provider: 'simulator',
      model: 'sim-writer',
      strategy: 'restart',
      kept_chunks: 0,
    });
  });

  test('invariant 6: of an abandoned task starts the next attempt on the stored text; chunk ids go on', async () => {
    const { task, fence } = await submitHeld(store.transitions);
    await store.transitions.append(task, { ...fence, from: 3, leaseMs: LEASE_MS }, [chunk(0), chunk(1)]);
    await runOut(store.redis, task);
    expect(await claim(task)).toMatchObject({
      tag: 'claimed',
      task: { fence: { epoch: 2 }, view: { seq: 5, nextChunkId: 2 } },
    });
    expect(await readLast(task)).toMatchObject({
      attempt: 2,
      strategy: 'continue',
      kept_chunks: 2,
      previous_end: 'worker_lost',
    });
  });

  test('of a task that was handed over says so', async () => {
    const { task, fence } = await submitHeld(store.transitions);
    await store.transitions.release(task, { ...fence, holder: 'worker-a' });
    await claim(task);
    expect(await readLast(task)).toMatchObject({ attempt: 2, previous_end: 'handed_over' });
  });

  test('of a task whose last attempt had told its end repeats nothing', async () => {
    const { task, fence } = await submitHeld(store.transitions);
    const failed = { attempt: 1, code: 'provider_error', message: 'no', delay_ms: 1 } as const;
    await store.transitions.append(task, { ...fence, from: 3, leaseMs: LEASE_MS }, [
      { type: 'retry_scheduled', ...failed },
    ]);
    await runOut(store.redis, task);
    await claim(task);
    expect(await readLast(task)).not.toHaveProperty('previous_end');
  });

  test('of a task that somebody holds, or that is over, is none', async () => {
    const { task, fence } = await submitHeld(store.transitions);
    expect(await claim(task)).toEqual({ tag: 'not_now', why: 'busy' });
    await store.transitions.finish(task, { ...fence, head: 2, cacheMs: 0 }, COMPLETED);
    expect(await claim(task)).toEqual({ tag: 'over', why: 'terminal' });
    expect(await claim(newTask())).toEqual({ tag: 'over', why: 'unknown' });
  });

  test('invariant 8: of a task that is to be cancelled is only for ending it', async () => {
    const { task } = await submitHeld(store.transitions);
    await store.transitions.cancel(task);
    await runOut(store.redis, task);
    const claimed = await claim(task);
    expect(claimed).toMatchObject({
      tag: 'cancel_requested',
      task: { view: { seq: 3 }, fence: { epoch: 2 } },
    });
    expect(await readLast(task)).toEqual({ type: 'cancel_requested' });
  });
});

describe('a log that moves between plan and claim', () => {
  /** The last holder, not dead after all, writes between our reading and our claim. */
  async function claimWhileItMoves(times: number): Promise<{ task: TaskRef; claimed: Claim }> {
    const { task, fence } = await submitHeld(store.transitions);
    let head = 2;
    const claimed = await claim(task, {
      readLog: async (id, afterSeq) => {
        const page = await readTaskStream(store.redis, id, afterSeq);
        if (afterSeq === head && head < 2 + times) {
          head += 1;
          await store.transitions.append(task, { ...fence, from: head, leaseMs: LEASE_MS }, [chunk(head)]);
        }
        await runOut(store.redis, task);
        return page;
      },
    });
    return { task, claimed };
  }

  test('is planned on anew', async () => {
    const { task, claimed } = await claimWhileItMoves(2);
    expect(claimed).toMatchObject({ tag: 'claimed', task: { view: { seq: 5 } } });
    expect((await readLog(store.redis, task)).map((entry) => entry.seq)).toEqual([1, 2, 3, 4, 5]);
  });

  test('invariant 11: again and again is left to a later look-round', async () => {
    const { claimed } = await claimWhileItMoves(1_000);
    expect(claimed).toEqual({ tag: 'not_now', why: 'moved' });
  });
});

describe('a claim of a follower', () => {
  async function submitFollower(): Promise<{ leader: TaskRef; follower: TaskRef }> {
    const leader = await submitNew(store.transitions);
    const follower = newTask(leader.requestHash);
    await submit(store.transitions, follower);
    return { leader, follower };
  }

  test('opens with the task it copies from, and counts no attempt', async () => {
    const { leader, follower } = await submitFollower();
    await claim(follower);
    expect(await readLast(follower)).toEqual({
      type: 'cache_hit',
      source_task_id: leader.taskId,
      kept_chunks: 0,
    });
    expect((await readTaskRecord(store.redis, follower.taskId))?.attempts).toBe(0);
  });

  test('invariant 6: by another holder keeps what was copied from the same task', async () => {
    const { leader, follower } = await submitFollower();
    const claimed = await claim(follower);
    if (claimed.tag !== 'claimed') throw new Error(claimed.tag);
    const args = { ...claimed.task.fence, from: 3, leaseMs: LEASE_MS };
    await store.transitions.append(follower, args, [chunk(0), chunk(1)]);
    await runOut(store.redis, follower);
    await claim(follower);
    expect(await readLast(follower)).toMatchObject({ source_task_id: leader.taskId, kept_chunks: 2 });
  });

  test('drops what was copied from another task', async () => {
    const { leader, follower } = await submitFollower();
    const claimed = await claim(follower);
    if (claimed.tag !== 'claimed') throw new Error(claimed.tag);
    const { fence } = claimed.task;
    await store.transitions.append(follower, { ...fence, from: 3, leaseMs: LEASE_MS }, [chunk(0)]);
    await store.transitions.cancel(leader);
    const next = await submitNew(store.transitions, {}, newTask(leader.requestHash));
    await store.transitions.elect(follower, { ...fence, abandoned: leader.taskId, cacheRunningMs: 1_000 });
    await runOut(store.redis, follower);
    await claim(follower);
    expect(await readLast(follower)).toMatchObject({ source_task_id: next.taskId, kept_chunks: 0 });
  });
});

test('a claim whose reply is lost leaves a task that is abandoned one lease later', async () => {
  const task = await submitNew(store.transitions);
  const openEpoch = async (...args: Parameters<typeof store.transitions.openEpoch>) => {
    await store.transitions.openEpoch(...args);
    throw new Error('the reply was lost');
  };
  await expect(claim(task, { transitions: { ...store.transitions, openEpoch } })).rejects.toThrow('lost');
  expect(await claim(task)).toEqual({ tag: 'not_now', why: 'busy' });
  await runOut(store.redis, task);
  expect(await claim(task)).toMatchObject({ tag: 'claimed', task: { fence: { epoch: 2 } } });
});
