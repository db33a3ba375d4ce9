import { describe, expect, test } from 'vitest';
import type { EntryDraft } from '../../protocol/entry.ts';
import { GENERATORS, cacheKey } from '../keys.ts';
import { readNewRequests } from '../request-stream.ts';
import { readTaskRecord } from '../task-record.ts';
import type { Fence, FinishReply, TaskRef } from '../transitions.ts';
import { dumpKeys } from '../testing/dump-keys.ts';
import {
  CANCELLED,
  COMPLETED,
  FAILED,
  newTask,
  readPending,
  readTypes,
  submit,
  submitHeld,
} from '../testing/test-task.ts';
import { useRedis } from '../testing/use-redis.ts';

const store = useRedis();

function finish(
  task: TaskRef,
  fence: Fence,
  terminal: EntryDraft,
  { head = 2, cacheMs = 60_000 } = {},
): Promise<FinishReply> {
  return store.transitions.finish(task, { ...fence, head, cacheMs }, terminal);
}

describe('finish', () => {
  test.each([COMPLETED, FAILED])(
    'invariant 1: ends a task as $type: one atom of entry, status and ack',
    async (terminal) => {
      const { task, fence } = await submitHeld(store.transitions);
      await readNewRequests(store.connect('blocking'), 0, GENERATORS, 'worker-a', 10);

      expect(await finish(task, fence, terminal)).toEqual({ tag: 'finished', seq: 3 });

      expect(await readTypes(store.redis, task)).toEqual(['accepted', 'attempt_started', terminal.type]);
      const record = await readTaskRecord(store.redis, task.taskId);
      expect(record).toMatchObject({ status: terminal.type, leaseUntil: 0, seq: 3 });
      expect(record?.finishedAt).toBeGreaterThanOrEqual(record?.startedAt ?? Infinity);
      expect(await readPending(store.redis)).toEqual([]);
    },
  );

  test.each([COMPLETED, FAILED, CANCELLED])(
    'is refused with $type, and changes nothing, once the task is over',
    async (terminal) => {
      const { task, fence } = await submitHeld(store.transitions);
      await finish(task, fence, COMPLETED);
      const before = await dumpKeys(store.redis);
      expect(await finish(task, fence, terminal)).toEqual({ tag: 'already', status: 'completed' });
      expect(await finish(task, fence, terminal, { head: 3 })).toEqual({
        tag: 'already',
        status: 'completed',
      });
      expect(await dumpKeys(store.redis)).toEqual(before);
    },
  );

  test('is refused, and changes nothing, when the caller does not know the end of the log', async () => {
    const { task, fence } = await submitHeld(store.transitions);
    const before = await dumpKeys(store.redis);
    expect(await finish(task, fence, COMPLETED, { head: 1 })).toEqual({ tag: 'gap', seq: 2 });
    expect(await finish(task, fence, COMPLETED, { head: 3 })).toEqual({ tag: 'gap', seq: 2 });
    expect(await dumpKeys(store.redis)).toEqual(before);
  });

  test.each([COMPLETED, FAILED])(
    'invariant 8: as $type is refused after a stored cancel; as cancelled it is not',
    async (terminal) => {
      const { task, fence } = await submitHeld(store.transitions);
      await store.transitions.cancel(task);
      const before = await dumpKeys(store.redis);
      expect(await finish(task, fence, terminal)).toEqual({ tag: 'cancel_requested' });
      expect(await dumpKeys(store.redis)).toEqual(before);
      // The caller does not know of the entry that the cancel wrote: its head is behind.
      expect(await finish(task, fence, CANCELLED)).toEqual({ tag: 'finished', seq: 4 });
    },
  );

  test('of a task that Redis does not know changes nothing', async () => {
    const before = await dumpKeys(store.redis);
    expect(await finish(newTask(), { epoch: 1, nonce: 'n' }, COMPLETED)).toEqual({ tag: 'already' });
    expect(await dumpKeys(store.redis)).toEqual(before);
  });
});

describe('the verdict of the cache at the end', () => {
  async function endLeader(terminal: EntryDraft, cacheMs: number): Promise<number> {
    const { task, fence } = await submitHeld(store.transitions);
    await finish(task, fence, terminal, { cacheMs });
    return store.redis.pttl(cacheKey(0, task.requestHash));
  }

  test('keeps a completed answer for as long as it is told', async () => {
    const ms = await endLeader(COMPLETED, 5_000_000);
    expect(ms).toBeGreaterThan(60_000);
    expect(ms).toBeLessThanOrEqual(5_000_000);
  });

  test.each([
    ['a completed answer that is not to be kept', COMPLETED, 0],
    ['a failed task', FAILED, 60_000],
    ['a cancelled task', CANCELLED, 60_000],
  ])('forgets %s at once', async (_case, terminal, cacheMs) => {
    const absent = -2;
    expect(await endLeader(terminal, cacheMs)).toBe(absent);
  });

  test.each([COMPLETED, FAILED])(
    'leaves the name of another task alone at the end as $type',
    async (terminal) => {
      const { task, fence } = await submitHeld(store.transitions);
      const other = newTask().taskId;
      await store.redis.set(cacheKey(0, task.requestHash), other);
      await finish(task, fence, terminal);
      expect(await store.redis.get(cacheKey(0, task.requestHash))).toBe(other);
      expect(await store.redis.pttl(cacheKey(0, task.requestHash))).toBe(-1);
    },
  );

  test('frees the request of a failed leader for the next task', async () => {
    const { task, fence } = await submitHeld(store.transitions);
    await finish(task, fence, FAILED);
    expect(await submit(store.transitions, newTask(task.requestHash))).toEqual({
      tag: 'created',
      status: 'queued',
    });
  });
});
