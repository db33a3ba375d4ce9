import { decodeEntry, NO_USAGE } from '@continuo/shared/protocol/entry';
import { cacheKey } from '@continuo/shared/redis/keys';
import { NO_PRICES } from '@continuo/shared/protocol/prices';
import { readTaskRecord } from '@continuo/shared/redis/task-record';
import { emptyView } from '@continuo/shared/protocol/fold-task';
import { readLog, readTypes, submitHeld } from '@continuo/shared/redis/testing/test-task';
import { useRedis } from '@continuo/shared/redis/testing/use-redis';
import { describe, expect, test } from 'vitest';
import { completedEntry, copiedEntry, failedEntry, finishTask } from './finish-task.ts';
import type { HeldTask } from './held-task.ts';

const store = useRedis();
const USAGE = { ...NO_USAGE, input_tokens: 3, output_tokens: 4 };

async function holdNew(): Promise<HeldTask> {
  const { task, fence } = await submitHeld(store.transitions);
  const record = await readTaskRecord(store.redis, task.taskId);
  if (!record) throw new Error('no record');
  return {
    ref: task,
    fence,
    record,
    ageMs: 0,
    claimedAtMs: performance.now(),
    view: emptyView(),
    plan: undefined,
  };
}

function isNamed({ ref }: HeldTask): Promise<number> {
  return store.redis.exists(cacheKey(0, ref.requestHash));
}

describe('the end of a held task', () => {
  test('is the one that was meant', async () => {
    const task = await holdNew();
    const end = { terminal: completedEntry(NO_PRICES, emptyView(), 'stop', NO_USAGE), isDead: false };
    expect(await finishTask(store.transitions, task, 2, end, 60_000)).toMatchObject({ tag: 'finished' });
    expect((await readTypes(store.redis, task.ref)).at(-1)).toBe('completed');
    expect(await isNamed(task)).toBe(1);
  });

  test('invariant 8: is cancelled when a cancel was stored meanwhile', async () => {
    const task = await holdNew();
    await store.transitions.cancel(task.ref);
    const bill = { usage: USAGE, cost_usd: null, attempt_usage: USAGE };
    const terminal = failedEntry({ code: 'internal', message: 'x' }, bill);
    const end = { terminal, isDead: false };
    expect(await finishTask(store.transitions, task, 2, end, 60_000)).toMatchObject({ tag: 'finished' });
    const ends = (await readLog(store.redis, task.ref)).slice(2).map(decodeEntry);
    expect(ends).toMatchObject([{ type: 'cancel_requested' }, { type: 'cancelled', ...bill }]);
    expect(await isNamed(task)).toBe(0);
  });

  test.each(['length', 'content_filter', 'refusal'] as const)(
    'as completed by %s is no answer to be served again',
    async (finishReason) => {
      const task = await holdNew();
      const end = { terminal: completedEntry(NO_PRICES, emptyView(), finishReason, NO_USAGE), isDead: false };
      await finishTask(store.transitions, task, 2, end, 60_000);
      expect(await isNamed(task)).toBe(0);
    },
  );
});

describe('a terminal entry', () => {
  const usage = { ...NO_USAGE, input_tokens: 100, output_tokens: 100 };
  const bill = { usage, cost_usd: 0.5, attempt_usage: usage };

  test('of a copy has bought nothing', () => {
    expect(copiedEntry('stop')).toMatchObject({ usage: NO_USAGE, cost_usd: 0 });
  });

  test('of a failure says whether asking again can help, and what was consumed all the same', () => {
    expect(failedEntry({ code: 'provider_error', message: 'x' }, bill)).toMatchObject({
      retryable: true,
      ...bill,
    });
    expect(failedEntry({ code: 'provider_auth', message: 'x' }, bill)).toMatchObject({ retryable: false });
  });
});
