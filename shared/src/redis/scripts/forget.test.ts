import { describe, expect, test } from 'vitest';
import {
  cacheKey,
  GENERATORS,
  idempotencyKey,
  PERSISTERS,
  requestsKey,
  taskKey,
  waitingKey,
} from '../keys.ts';
import { forgetTask } from '../forget-task.ts';
import { listAbandonedRequests, readNewRequests } from '../request-stream.ts';
import { readTaskRecord } from '../task-record.ts';
import { readLogHead, readTaskStream } from '../task-stream.ts';
import { TaskTail } from '../task-tail.ts';
import { dumpKeys } from '../testing/dump-keys.ts';
import { startReader } from '../testing/start-reader.ts';
import {
  attemptStarted,
  chunk,
  COMPLETED,
  LEASE_MS,
  newTask,
  readLog,
  restoreArgs,
  submit,
  submitHeld,
  submitNew,
} from '../testing/test-task.ts';
import { useRedis } from '../testing/use-redis.ts';
import type { TaskRef } from '../transitions.ts';

const store = useRedis();
const MARK_MS = 60_000;

function forget(task: TaskRef) {
  return store.transitions.forget(task, { markMs: MARK_MS });
}

/** What is stored beside the marks, which expire, and streams and groups that are empty. */
async function readLeft(): Promise<string[]> {
  const all = await dumpKeys(store.redis);
  const left = await Promise.all(
    Object.keys(all).map(async (key) => {
      if (key === requestsKey(0)) return (await store.redis.xlen(key)) > 0 ? [key] : [];
      if (key.includes(':task:')) {
        const fields = await store.redis.hkeys(key).catch(() => ['a stream']);
        const ttl = await store.redis.pttl(key);
        return fields.join() === 'forgotten' && ttl > 0 && ttl <= MARK_MS ? [] : [key];
      }
      return key.endsWith(':events') ? [] : [key];
    }),
  );
  return left.flat();
}

describe('forget', () => {
  test('removes record, log, request and what the cache says; only a mark stays, and expires', async () => {
    const { task } = await submitHeld(store.transitions);
    await readNewRequests(store.connect('blocking'), 0, PERSISTERS, 'persister-a', 10);
    expect(await store.redis.exists(cacheKey(0, task.requestHash))).toBe(1);

    expect(await forget(task)).toEqual({ tag: 'forgotten' });

    expect(await readLeft()).toEqual([]);
    for (const group of [GENERATORS, PERSISTERS]) {
      expect((await store.redis.xpending(requestsKey(0), group))[0]).toBe(0);
    }
    expect(await readTaskRecord(store.redis, task.taskId)).toBeUndefined();
    expect(await readLogHead(store.redis, task.taskId)).toBeUndefined();
    expect(await readTaskStream(store.redis, task.taskId, 0)).toEqual({ tag: 'gone' });
  });

  test('takes a task that waits for room out of its line', async () => {
    const task = await submitNew(store.transitions);
    await store.redis.zadd(waitingKey(0, 'chats'), 1, task.taskId, 2, newTask().taskId);
    await forget(task);
    expect(await store.redis.zrank(waitingKey(0, 'chats'), task.taskId)).toBeNull();
    expect(await store.redis.zcard(waitingKey(0, 'chats'))).toBe(1);
  });

  test('leaves another task of the same request what it has', async () => {
    const leader = await submitNew(store.transitions);
    const follower = await submitNew(store.transitions, {}, newTask(leader.requestHash));
    await forget(follower);
    expect(await store.redis.get(cacheKey(0, leader.requestHash))).toBe(leader.taskId);
    expect(await readTaskRecord(store.redis, leader.taskId)).toMatchObject({ status: 'queued' });
    expect(await store.redis.xlen(requestsKey(0))).toBe(1);
  });

  test('sent again, or of a task that Redis does not know, changes nothing but the mark', async () => {
    const task = newTask();
    await forget(task);
    await forget(task);
    expect(await readLeft()).toEqual([]);
  });

  test('refuses whoever held the task, and whoever comes to claim it', async () => {
    const { task, fence } = await submitHeld(store.transitions);
    await forget(task);
    const args = { ...fence, from: 3, leaseMs: LEASE_MS };
    expect(await store.transitions.append(task, args, [chunk(0)])).toEqual({ tag: 'closed' });
    expect(await store.transitions.renew(task, { ...fence, leaseMs: LEASE_MS })).toEqual({ tag: 'lost' });
    expect(await store.transitions.finish(task, { ...fence, head: 2, cacheMs: 0 }, COMPLETED)).toEqual({
      tag: 'already',
    });
    const claim = { head: 2, incarnation: 0, nonce: 'other', holder: 'worker-b', leaseMs: LEASE_MS };
    expect(await store.transitions.openEpoch(task, claim, attemptStarted(2))).toEqual({ tag: 'unknown' });
    const committed = { seq: 2, streamRetentionMs: 1, recordRetentionMs: 1 };
    expect(await store.transitions.persisted(task, committed)).toEqual({ tag: 'unknown' });
    expect(await listAbandonedRequests(store.redis, 0, GENERATORS, 0, 10)).toEqual([]);
    expect(await readLeft()).toEqual([]);
  });

  test('keeps the task from being restored or submitted while somebody may still know of it', async () => {
    const { task } = await submitHeld(store.transitions);
    const entries = await readLog(store.redis, task);
    await forget(task);
    const restored = await store.transitions.restore(task, restoreArgs({ head: 2 }), entries);
    expect(restored).toEqual({ tag: 'forgotten' });
    expect(await submit(store.transitions, task)).toEqual({ tag: 'exists' });
    expect(await readLeft()).toEqual([]);
  });

  test('ends those who follow a running task: by its last entry, or because there is no log any more', async () => {
    const tail = new TaskTail({
      subscriber: store.connect('subscriber'),
      readLog: (taskId, afterSeq) => readTaskStream(store.redis, taskId, afterSeq),
      readHead: (taskId) => readLogHead(store.redis, taskId),
      onError: () => undefined,
    });
    const { task } = await submitHeld(store.transitions);
    const reader = startReader(tail, task);
    await reader.has(2);
    await forget(task);
    expect(['terminal', 'gone']).toContain((await reader.ended).tag);
    expect([
      [1, 2],
      [1, 2, 3],
    ]).toContainEqual(reader.seqs);
    tail.close();
  });
});

describe('forgetTask', () => {
  test('lets go of the Idempotency-Key that names the task', async () => {
    const key = idempotencyKey('local', 'once');
    const task = await submitNew(store.transitions, { idempotencyKey: 'once' });
    await store.redis.set(key, JSON.stringify({ task_id: task.taskId }));
    await forgetTask(store, task);
    await forgetTask(store, task);
    expect(await readLeft()).toEqual([]);
  });

  test('leaves one that names another task by now', async () => {
    const key = idempotencyKey('local', 'once');
    const task = await submitNew(store.transitions, { idempotencyKey: 'once' });
    await store.redis.set(key, JSON.stringify({ task_id: newTask().taskId }));
    await forgetTask(store, task);
    expect(await readLeft()).toEqual([key]);
    expect(await store.redis.exists(taskKey(task.taskId))).toBe(1);
  });
});
