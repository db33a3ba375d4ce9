import type { ChatRequest } from '@continuo/shared/protocol/chat-request';
import type { TaskView } from '@continuo/shared/protocol/fold-task';
import { ownersKey } from '@continuo/shared/redis/keys';
import { readTaskRecord } from '@continuo/shared/redis/task-record';
import type { TaskRef } from '@continuo/shared/redis/transitions';
import { findQueuePlace } from '@continuo/shared/redis/waiting-requests';
import { hashRequest, newTask, submitNew } from '@continuo/shared/redis/testing/test-task';
import { useRedis } from '@continuo/shared/redis/testing/use-redis';
import { eventually } from '@continuo/tests/support/eventually';
import { describe, expect, test } from 'vitest';
import { startTestGenerator } from './testing/start-test-generator.ts';
import { makeRequest, untilEnded, untilView } from './testing/test-request.ts';
import { useSimulator } from './testing/use-simulator.ts';

/** A bound for hanging tests, not a measure of speed. */
const TIMEOUT_MS = 60_000;
/** Provider calls at a time. */
const CONCURRENCY = 4;

const store = useRedis();
const simulator = useSimulator();

function start() {
  return startTestGenerator(store.url, simulator.url, { concurrency: CONCURRENCY });
}

function submitFor(owner: string, request: ChatRequest, cacheable = false): Promise<TaskRef> {
  const args = { owner, request: JSON.stringify(request), cacheable };
  return submitNew(store.transitions, args, newTask(hashRequest(owner, request)));
}

async function submitMany(owner: string, count: number, model: string): Promise<TaskRef[]> {
  const tasks: TaskRef[] = [];
  for (let i = 0; i < count; i += 1) tasks.push(await submitFor(owner, makeRequest(model)));
  return tasks;
}

/** How many of the tasks were over when another had its first text, by Redis' clock. */
async function countOverBefore({ firstChunkAt = 0 }: TaskView, tasks: readonly TaskRef[]): Promise<number> {
  const records = await Promise.all(tasks.map(({ taskId }) => readTaskRecord(store.redis, taskId)));
  return records.filter((record) => (record?.finishedAt ?? Infinity) < firstChunkAt).length;
}

function hasText(view: TaskView): boolean {
  return view.chunks.length > 0;
}

describe('one owner’s many requests', { timeout: TIMEOUT_MS }, () => {
  test('that all wait already let another owner’s one pass', async () => {
    const many = await submitMany('alice', 500, 'sim-writer@tokens=20');
    const one = await submitFor('bob', makeRequest('sim-writer@tokens=20'));
    await start();
    const view = await untilView(store, one, hasText);
    expect(await countOverBefore(view, many)).toBeLessThan(40);
  });

  test('that are being worked off let another owner’s one pass at the next free place', async () => {
    await start();
    const many = await submitMany('alice', 100, 'sim-writer@tokens=20,tps=200');
    await Promise.all(many.slice(0, CONCURRENCY).map((task) => untilView(store, task, hasText)));
    const one = await submitFor('bob', makeRequest('sim-writer@tokens=20'));
    const view = await untilEnded(store, one);
    const { createdAt = 0 } = (await readTaskRecord(store.redis, one.taskId)) ?? {};
    const overAtFirst = await countOverBefore({ ...view, firstChunkAt: createdAt }, many);
    // Those that were under way or taken when it came, one of its own round, and those that ended beside it.
    expect((await countOverBefore(view, many)) - overAtFirst).toBeLessThan(4 * CONCURRENCY);
  });

  test('alone have every place there is', async () => {
    const many = await submitMany('alice', 30, 'sim-writer@tokens=40,tps=100');
    await start();
    await eventually(
      async () => (await store.redis.xpending('chat:{0}:requests', 'generators')) as [number],
      ([held]) => held === CONCURRENCY,
    );
    const last = many.at(-1) ?? newTask();
    expect((await findQueuePlace(store.redis, last.taskId))?.position).toBeGreaterThan(20);
    await untilEnded(store, last);
    expect(await findQueuePlace(store.redis, last.taskId)).toBeUndefined();
  });

  test('that copy one long answer keep nobody from being answered', async () => {
    const request = makeRequest('sim-writer@tokens=4000,tps=100');
    const leader = await submitFor('alice', request, true);
    for (let i = 0; i < 60; i += 1) await submitFor('alice', request, true);
    await start();
    await untilView(store, leader, hasText);
    const one = await submitFor('bob', makeRequest('sim-writer@tokens=20'));
    expect(await untilEnded(store, one)).toMatchObject({ status: 'completed' });
    expect((await readTaskRecord(store.redis, leader.taskId))?.status).toBe('running');
    expect(await store.redis.hget(ownersKey(0), 'bob')).toBe('1');
    await store.transitions.cancel(leader);
  });
});
