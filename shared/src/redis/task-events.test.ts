import { beforeEach, describe, expect, test } from 'vitest';
import type { EntryDraft } from '../protocol/entry.ts';
import { entriesKey, eventsKey } from './keys.ts';
import { findLastEvent, readEvents, type TaskEvent } from './task-events.ts';
import {
  CANCELLED,
  COMPLETED,
  FAILED,
  LEASE_MS,
  accepted,
  attemptStarted,
  chunk,
  hold,
  newTask,
  submit,
  submitArgs,
  submitHeld,
  submitNew,
} from './testing/test-task.ts';
import { useRedis } from './testing/use-redis.ts';

const store = useRedis();
let start: string;

beforeEach(async () => {
  start = await findLastEvent(store.redis, 0);
});

async function readAll(after = start): Promise<TaskEvent[]> {
  const page = await readEvents(store.redis, 0, after);
  return page.tag === 'page' ? page.events : [];
}

/** What each event says, without what all of a task say. */
async function readTold(): Promise<unknown[]> {
  return (await readAll()).map(({ type, taskId, data }) => {
    const {
      conversation_id: _1,
      provider: _2,
      model: _3,
      ...told
    } = JSON.parse(data) as Record<string, unknown>;
    return { type, taskId, ...told };
  });
}

const RETRY: EntryDraft = {
  type: 'retry_scheduled',
  attempt: 1,
  code: 'provider_overloaded',
  message: 'too much',
  delay_ms: 1_500,
};

describe('what becomes of a task', () => {
  test('is told once, from its beginning to its end; its chunks are not', async () => {
    const { transitions } = store;
    const { task, fence } = await submitHeld(transitions, { owner: 'somebody' });
    const drafts = [chunk(0), RETRY, attemptStarted(2), chunk(1)];
    await transitions.append(task, { ...fence, from: 3, leaseMs: LEASE_MS }, drafts);
    await transitions.append(task, { ...fence, from: 3, leaseMs: LEASE_MS }, drafts);
    await transitions.finish(task, { ...fence, head: 6, cacheMs: 0 }, COMPLETED);
    await transitions.finish(task, { ...fence, head: 6, cacheMs: 0 }, COMPLETED);

    const { taskId } = task;
    expect(await readTold()).toEqual([
      { type: 'task_created', taskId, status: 'queued' },
      { type: 'task_started', taskId, status: 'running', attempt: 1, worker: 'worker-a' },
      {
        type: 'task_retrying',
        taskId,
        status: 'running',
        attempt: 1,
        code: 'provider_overloaded',
        delay_ms: 1_500,
      },
      { type: 'task_started', taskId, status: 'running', attempt: 2, worker: 'worker-a' },
      { type: 'task_finished', taskId, status: 'completed', finish_reason: 'stop' },
    ]);
    for (const { owner, at, data } of await readAll()) {
      expect([owner, at > 0]).toEqual(['somebody', true]);
      expect(JSON.parse(data)).toMatchObject({ provider: 'simulator', model: 'sim-writer' });
    }
  });

  test('is told with its code when it failed, and with what belongs to it', async () => {
    const task = newTask();
    const batch = { batch_id: 'b_019aa0c25f3e7d1cb0a1c2d3e4f50619', batch_line: 7 } as const;
    const args = submitArgs({ conversationId: 'c_019aa0c25f3e7d1cb0a1c2d3e4f50618' });
    await store.transitions.submit(task, args, [{ ...accepted(task), ...batch }]);
    const fence = await hold(store.transitions, task);
    await store.transitions.finish(task, { ...fence, head: 2, cacheMs: 0 }, FAILED);
    const told = (await readAll()).map(({ data }) => JSON.parse(data) as object);
    expect(told).toHaveLength(3);
    for (const event of told) expect(event).toMatchObject({ ...batch, conversation_id: args.conversationId });
    expect(told.at(-1)).toMatchObject({ status: 'failed', code: 'provider_error' });
  });

  test('is told by the cancel of a task that nobody holds, and by the end of one that is held', async () => {
    const queued = await submitNew(store.transitions);
    await store.transitions.cancel(queued);
    const { task, fence } = await submitHeld(store.transitions);
    await store.transitions.cancel(task);
    await store.transitions.cancel(task);
    await store.transitions.finish(task, { ...fence, head: 3, cacheMs: 0 }, CANCELLED);
    const told = (await readAll()).map(({ type, taskId }) => [taskId === task.taskId, type]);
    expect(told).toEqual([
      [false, 'task_created'],
      [false, 'task_cancel_requested'],
      [false, 'task_finished'],
      [true, 'task_created'],
      [true, 'task_started'],
      [true, 'task_cancel_requested'],
      [true, 'task_finished'],
    ]);
  });

  test('is created and finished when the cache answers it, and started when it copies another', async () => {
    const { task: source, fence } = await submitHeld(store.transitions);
    const follower = newTask(source.requestHash);
    await submit(store.transitions, follower);
    const copy: EntryDraft = { type: 'cache_hit', source_task_id: source.taskId, kept_chunks: 0 };
    const opening = { head: 1, incarnation: 0, nonce: 'n', holder: 'worker-b', leaseMs: LEASE_MS };
    await store.transitions.openEpoch(follower, opening, copy);
    await store.transitions.finish(source, { ...fence, head: 2, cacheMs: 60_000 }, COMPLETED);
    const cached = newTask(source.requestHash);
    const answer = [accepted(cached), copy, chunk(0), COMPLETED];
    await store.transitions.submit(cached, submitArgs({ source: source.taskId }), answer);

    const told = await readTold();
    const of = (taskId: string) => told.filter((event) => (event as { taskId: string }).taskId === taskId);
    expect(of(follower.taskId)).toMatchObject([
      { type: 'task_created' },
      { type: 'task_started', cached: true },
    ]);
    expect(of(cached.taskId)).toMatchObject([
      { type: 'task_created', status: 'queued' },
      { type: 'task_finished', status: 'completed', cached: true },
    ]);
  });

  test('is told though its log was lost', async () => {
    const { task, fence } = await submitHeld(store.transitions);
    await store.redis.del(entriesKey(task.taskId));
    expect(await store.transitions.finish(task, { ...fence, head: 2, cacheMs: 0 }, FAILED)).toMatchObject({
      tag: 'finished',
    });
    expect((await readTold()).at(-1)).toMatchObject({ type: 'task_finished', status: 'failed' });
  });
});

describe('the events of a partition', () => {
  test('are read page by page', async () => {
    const key = eventsKey(0);
    const adding = Array.from({ length: 501 }, (_, i) => store.redis.xadd(key, '*', 'type', `e${i}`));
    const ids = await Promise.all(adding);
    const first = await readEvents(store.redis, 0, start);
    expect(first).toMatchObject({ tag: 'page', isLast: false });
    const events = await readAll();
    expect(events.map(({ id }) => id)).toEqual(ids.slice(0, 500));
    const second = await readEvents(store.redis, 0, events.at(-1)?.id ?? '');
    expect(second).toMatchObject({ tag: 'page', isLast: true, events: [{ type: 'e500' }] });
  });

  test('are lost to whoever stands behind what was trimmed, or at what Redis lost', async () => {
    const { task } = await submitHeld(store.transitions);
    const [created] = await readAll();
    await store.redis.xtrim(eventsKey(0), 'MAXLEN', 1);
    expect(await readEvents(store.redis, 0, created?.id ?? '')).toEqual({ tag: 'lost' });
    await store.transitions.cancel(task);
    expect(await readEvents(store.redis, 0, created?.id ?? '')).toEqual({ tag: 'lost' });
    await store.redis.del(eventsKey(0));
    expect(await readEvents(store.redis, 0, created?.id ?? '')).toEqual({ tag: 'lost' });
  });

  test('invariant 11: are no more than some 10,000', async () => {
    const key = eventsKey(0);
    const pipeline = store.redis.pipeline();
    for (let i = 0; i < 10_300; i += 1) pipeline.xadd(key, '*', 'type', 'e');
    await pipeline.exec();
    await submitNew(store.transitions);
    expect(await store.redis.xlen(key)).toBeLessThanOrEqual(10_200);
  });
});
