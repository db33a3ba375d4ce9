import { describe, expect, test } from 'vitest';
import type { EntryDraft } from '../../protocol/entry.ts';
import type { TaskId } from '../../protocol/task-id.ts';
import { cacheKey, ownersKey, requestsKey, taskKey } from '../keys.ts';
import { readTaskRecord } from '../task-record.ts';
import type { TaskRef } from '../transitions.ts';
import { dumpKeys } from '../testing/dump-keys.ts';
import {
  CANCELLED,
  COMPLETED,
  FAILED,
  REQUEST,
  accepted,
  chunk,
  hashRequest,
  hold,
  newTask,
  readLog,
  readTypes,
  submit,
  submitArgs,
  submitNew,
} from '../testing/test-task.ts';
import { useRedis } from '../testing/use-redis.ts';

const store = useRedis();

function named(task: TaskRef): Promise<string | null> {
  return store.redis.get(cacheKey(0, task.requestHash));
}

/** A task that was answered, so that its answer serves the same request. */
async function completeNew(terminal: EntryDraft = COMPLETED): Promise<TaskRef> {
  const task = await submitNew(store.transitions);
  const fence = await hold(store.transitions, task);
  await store.transitions.append(task, { ...fence, from: 3, leaseMs: 1_000 }, [chunk(0)]);
  await store.transitions.finish(task, { ...fence, head: 3, cacheMs: 60_000 }, terminal);
  return task;
}

function answerOf(source: TaskId, task: TaskRef): EntryDraft[] {
  return [accepted(task), { type: 'cache_hit', source_task_id: source, kept_chunks: 0 }, chunk(0), COMPLETED];
}

describe('submit', () => {
  test('creates a queued task with its first entry and puts it on the request stream', async () => {
    const task = newTask();
    const args = submitArgs();

    expect(await store.transitions.submit(task, args, [accepted(task)])).toEqual({
      tag: 'created',
      status: 'queued',
    });

    expect(await readTaskRecord(store.redis, task.taskId)).toMatchObject({
      owner: 'local',
      status: 'queued',
      epoch: 0,
      seq: 1,
      incarnation: 0,
      leaseUntil: 0,
      attempts: 0,
      conversationId: args.conversationId,
      request: REQUEST,
      requestHash: task.requestHash,
      cancelRequested: false,
    });
    const [entry] = await readLog(store.redis, task);
    expect(entry).toMatchObject({ seq: 1, incarnation: 0, epoch: 0, type: 'accepted' });
    const requests = await store.redis.xrange(requestsKey(0), '-', '+');
    expect(requests.map(([, fields]) => fields)).toEqual([['task_id', task.taskId]]);
  });

  test('changes nothing when it is sent again', async () => {
    const task = await submitNew(store.transitions);
    const before = await dumpKeys(store.redis);
    expect(await submit(store.transitions, task)).toEqual({ tag: 'exists' });
    expect(await dumpKeys(store.redis)).toEqual(before);
  });

  test('invariant 11: is refused, and changes nothing, when the request stream is at its bound', async () => {
    await submitNew(store.transitions, { requestsMax: 1 });
    const before = await dumpKeys(store.redis);
    expect(await submit(store.transitions, newTask(), { requestsMax: 1 })).toEqual({ tag: 'overloaded' });
    expect(await dumpKeys(store.redis)).toEqual(before);
  });

  test('invariant 11: is refused to an owner who has four fifths of the stream, and not to another', async () => {
    for (let i = 0; i < 8; i += 1) await submitNew(store.transitions, { owner: 'alice', requestsMax: 10 });
    const another = { requestsMax: 10, owner: 'bob' };
    expect(await submit(store.transitions, newTask(), { ...another, owner: 'alice' })).toEqual({
      tag: 'overloaded',
    });
    expect(await submit(store.transitions, newTask(), another)).toMatchObject({ tag: 'created' });
    expect(await store.redis.hgetall(ownersKey(0))).toEqual({ alice: '8', bob: '1' });
  });
});

describe('a request that another task answers already', () => {
  test('invariant 9: follows it while it is queued or running', async () => {
    const leader = await submitNew(store.transitions);
    const early = newTask(leader.requestHash);
    expect(await submit(store.transitions, early)).toMatchObject({ tag: 'created', follows: leader.taskId });
    await hold(store.transitions, leader);
    const late = newTask(leader.requestHash);
    expect(await submit(store.transitions, late)).toMatchObject({ status: 'queued', follows: leader.taskId });
    expect((await readTaskRecord(store.redis, late.taskId))?.follows).toBe(leader.taskId);
    expect(await named(leader)).toBe(leader.taskId);
  });

  test('is told of the completed task, and changes nothing, before it brings that answer', async () => {
    const source = await completeNew();
    const before = await dumpKeys(store.redis);
    expect(await submit(store.transitions, newTask(source.requestHash))).toEqual({
      tag: 'cached',
      source: source.taskId,
    });
    expect(await dumpKeys(store.redis)).toEqual(before);
  });

  test('is complete at once when it brings that answer, and still goes to the persisters', async () => {
    const source = await completeNew();
    const task = newTask(source.requestHash);
    const drafts = answerOf(source.taskId, task);

    expect(await store.transitions.submit(task, submitArgs({ source: source.taskId }), drafts)).toEqual({
      tag: 'created',
      status: 'completed',
    });

    expect(await readTypes(store.redis, task)).toEqual(['accepted', 'cache_hit', 'chunk', 'completed']);
    expect(await readTaskRecord(store.redis, task.taskId)).toMatchObject({
      status: 'completed',
      seq: 4,
      finishedAt: expect.any(Number) as number,
    });
    expect(await store.redis.xlen(requestsKey(0))).toBe(2);
    expect(await named(source)).toBe(source.taskId);
  });

  test('is told of the newer source when the one whose answer it brings was replaced', async () => {
    const source = await completeNew();
    const task = newTask(source.requestHash);
    const other = newTask().taskId;
    expect(
      await store.transitions.submit(task, submitArgs({ source: other }), answerOf(other, task)),
    ).toEqual({ tag: 'cached', source: source.taskId });
  });

  test('is queued, without the answer it brings, when the cache has forgotten the source meanwhile', async () => {
    const source = await completeNew();
    await store.redis.del(cacheKey(0, source.requestHash));
    const task = newTask(source.requestHash);
    const drafts = answerOf(source.taskId, task);
    expect(await store.transitions.submit(task, submitArgs({ source: source.taskId }), drafts)).toEqual({
      tag: 'created',
      status: 'queued',
    });
    expect(await readTypes(store.redis, task)).toEqual(['accepted']);
    expect(await named(task)).toBe(task.taskId);
  });

  test.each([
    ['failed', FAILED],
    ['cancelled', CANCELLED],
  ])('does not get the end of a task that %s', async (_status, terminal) => {
    const source = await completeNew(terminal);
    const task = newTask(source.requestHash);
    expect(await submit(store.transitions, task)).toEqual({ tag: 'created', status: 'queued' });
    expect(await named(task)).toBe(task.taskId);
  });

  test('invariant 9: asks in the place of a completed task whose answer cannot be had, and others follow it', async () => {
    const source = await completeNew();
    const [next, other] = [newTask(source.requestHash), newTask(source.requestHash)];
    const unreadable = source.taskId;
    expect(await submit(store.transitions, next, { unreadable })).toEqual({
      tag: 'created',
      status: 'queued',
    });
    expect(await named(next)).toBe(next.taskId);
    expect(await submit(store.transitions, other, { unreadable })).toMatchObject({ follows: next.taskId });
  });

  test('is asked anew when the record of the task that the cache names has expired', async () => {
    const source = await completeNew();
    await store.redis.del(taskKey(source.taskId));
    const task = newTask(source.requestHash);
    expect(await submit(store.transitions, task)).toEqual({ tag: 'created', status: 'queued' });
    expect(await named(task)).toBe(task.taskId);
  });

  test('neither reads nor fills the cache when it opts out', async () => {
    const source = await completeNew();
    const task = newTask(source.requestHash);
    expect(await submit(store.transitions, task, { cacheable: false })).toEqual({
      tag: 'created',
      status: 'queued',
    });
    expect(await named(source)).toBe(source.taskId);
    const uncached = await submitNew(store.transitions, { cacheable: false });
    expect(await named(uncached)).toBeNull();
  });

  test('invariant 10: gets nothing of another owner, whose same request has another hash', async () => {
    const [one, other] = [hashRequest('one', REQUEST), hashRequest('other', REQUEST)];
    await submitNew(store.transitions, { owner: 'one' }, newTask(one));
    expect(await submit(store.transitions, newTask(other), { owner: 'other' })).toEqual({
      tag: 'created',
      status: 'queued',
    });
  });
});
