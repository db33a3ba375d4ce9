import type { ChatRequest } from '@continuo/shared/protocol/chat-request';
import type { EntryDraft } from '@continuo/shared/protocol/entry';
import { answerText, type TaskView } from '@continuo/shared/protocol/fold-task';
import type { Redis } from '@continuo/shared/redis/connection';
import { GENERATORS, entriesKey, taskKey } from '@continuo/shared/redis/keys';
import { readNewRequests } from '@continuo/shared/redis/request-stream';
import type { TaskRef } from '@continuo/shared/redis/transitions';
import {
  CANCELLED,
  COMPLETED,
  FAILED,
  LEASE_MS,
  attemptStarted,
  chunk,
  hold,
  readLog,
  readTypes,
  restoreArgs,
  runOut,
} from '@continuo/shared/redis/testing/test-task';
import { useRedis } from '@continuo/shared/redis/testing/use-redis';
import type { LedgerEntry } from '@continuo/simulator/ledger';
import { expectedAnswer } from '@continuo/simulator/model-name';
import { beforeEach, describe, expect, test } from 'vitest';
import { makeRequest, submitRequest, untilEnded, untilView } from './testing/test-request.ts';
import { startTestGenerator } from './testing/start-test-generator.ts';
import { useSimulator } from './testing/use-simulator.ts';

/** A bound for hanging tests, not a measure of speed. */
const TIMEOUT_MS = 30_000;

const store = useRedis();
const simulator = useSimulator();
let blocking: Redis;

beforeEach(() => {
  blocking ??= store.connect('blocking');
});

function start(overrides: Parameters<typeof startTestGenerator>[2] = {}) {
  return startTestGenerator(store.url, simulator.url, overrides);
}

async function readCalls(request: ChatRequest): Promise<LedgerEntry[]> {
  return (await simulator.control.readLedger({ prompt: request.messages[0]?.content })).calls;
}

async function submitMany(request: ChatRequest, count: number): Promise<TaskRef[]> {
  const tasks: TaskRef[] = [];
  for (let i = 0; i < count; i += 1) tasks.push(await submitRequest(store, request));
  return tasks;
}

function expectedText({ model, messages }: ChatRequest): string {
  return expectedAnswer(model, messages[0]?.content ?? '').text;
}

function untilAllEnded(tasks: readonly TaskRef[]): Promise<TaskView[]> {
  return Promise.all(tasks.map((task) => untilEnded(store, task)));
}

describe('invariant 9: equal requests at once', { timeout: TIMEOUT_MS }, () => {
  test('are one provider call and as many whole answers', async () => {
    const request = makeRequest('sim-writer@tokens=200,tps=400');
    const tasks = await submitMany(request, 50);
    await start();
    const views = await untilAllEnded(tasks);
    expect(new Set(views.map(answerText))).toEqual(new Set([expectedText(request)]));
    expect(new Set(views.map((view) => view.status))).toEqual(new Set(['completed']));
    expect(await readCalls(request)).toHaveLength(1);
    const [leader, ...followers] = views;
    expect(leader).toMatchObject({ cached: false, terminal: { usage: { output_tokens: 200 } } });
    for (const follower of followers) {
      expect(follower).toMatchObject({
        cached: true,
        sourceTaskId: tasks[0]?.taskId,
        terminal: { cost_usd: 0, usage: { output_tokens: 0 } },
      });
    }
  });

  test('invariant 11: are so also when they are more than a generator may copy at a time', async () => {
    const request = makeRequest('sim-writer@tokens=20,tps=100');
    const tasks = await submitMany(request, 12);
    await start({ concurrency: 1 });
    const views = await untilAllEnded(tasks);
    expect(new Set(views.map(answerText))).toEqual(new Set([expectedText(request)]));
    expect(await readCalls(request)).toHaveLength(1);
  });

  test('and one of them cancelled: the others go on', async () => {
    const request = makeRequest('sim-writer@tokens=200,tps=100');
    const [leader, follower, other] = await submitMany(request, 3);
    if (!leader || !follower || !other) throw new Error('no tasks');
    await start();
    await untilView(store, follower, (view) => view.chunks.length > 0);
    await store.transitions.cancel(follower);
    const views = await untilAllEnded([leader, follower, other]);
    expect(views.map((view) => view.status)).toEqual(['completed', 'cancelled', 'completed']);
    expect(await readCalls(request)).toHaveLength(1);
  });

  test('whose leader is cancelled in the middle: one of the followers leads, with one more call', async () => {
    const request = makeRequest('sim-writer@tokens=200,tps=100');
    const [leader, ...followers] = await submitMany(request, 6);
    if (!leader) throw new Error('no leader');
    await start();
    await Promise.all(followers.map((task) => untilView(store, task, (view) => view.chunks.length > 0)));
    await store.transitions.cancel(leader);

    const views = await untilAllEnded(followers);

    expect(new Set(views.map(answerText))).toEqual(new Set([expectedText(request)]));
    const calls = await readCalls(request);
    expect(calls.map((call) => call.start)).toEqual(['fresh', 'prefill']);
    const bought = views.filter((view) => !view.cached);
    expect(bought).toMatchObject([
      {
        sourceTaskId: undefined,
        attempt: 1,
        terminal: { usage: { output_tokens: calls[1]?.output_tokens } },
      },
    ]);
    expect((await untilEnded(store, leader)).status).toBe('cancelled');
  });

  test('whose leader fails: the followers fail alike, and no further call is made', async () => {
    const request = makeRequest('sim-writer@tokens=40,fault=401');
    const tasks = await submitMany(request, 5);
    await start();
    const views = await untilAllEnded(tasks);
    for (const view of views) {
      expect(view).toMatchObject({ status: 'failed', terminal: { code: 'provider_auth' } });
    }
    const { refused } = await simulator.control.readLedger({ prompt: request.messages[0]?.content });
    expect(refused).toHaveLength(1);
  });
});

/** A leader that the test itself writes, as a generator in another process would. */
interface ScriptedLeader {
  task: TaskRef;
  request: ChatRequest;
  write: (...drafts: EntryDraft[]) => Promise<void>;
  finish: (terminal: EntryDraft) => Promise<void>;
  /** It dies; its lease runs out and its request looks abandoned. */
  die: () => Promise<void>;
}

async function startLeader(model?: string): Promise<ScriptedLeader> {
  const request = makeRequest(model);
  const task = await submitRequest(store, request);
  await readNewRequests(blocking, 0, GENERATORS, 'worker-of-the-test', 1);
  const fence = await hold(store.transitions, task, { holder: 'worker-of-the-test' });
  let head = 2;
  return {
    task,
    request,
    write: async (...drafts) => {
      const args = { ...fence, from: head + 1, leaseMs: LEASE_MS };
      expect((await store.transitions.append(task, args, drafts)).tag).toBe('appended');
      head += drafts.length;
    },
    finish: async (terminal) => {
      const reply = await store.transitions.finish(task, { ...fence, head, cacheMs: 600_000 }, terminal);
      expect(reply.tag).toBe('finished');
    },
    die: () => runOut(store.redis, task),
  };
}

function texts(...chunks: string[]): (view: TaskView) => boolean {
  return (view) => view.chunks.length === chunks.length && answerText(view) === chunks.join('');
}

describe('a follower', { timeout: TIMEOUT_MS }, () => {
  test('copies chunk by chunk, each with its place in the leader’s log', async () => {
    const leader = await startLeader();
    const follower = await submitRequest(store, leader.request);
    await start();
    await leader.write(chunk(0, 'a'), { type: 'provider_handle', handle: 'h' }, chunk(1, 'b'));
    await untilView(store, follower, texts('a', 'b'));
    await leader.write(chunk(2, 'c'));
    await leader.finish(COMPLETED);
    expect(answerText(await untilEnded(store, follower))).toBe('abc');
    const log = await readLog(store.redis, follower);
    expect(log.map((entry) => entry.type)).toEqual([
      'accepted',
      'cache_hit',
      'chunk',
      'chunk',
      'chunk',
      'completed',
    ]);
    const chunks = log.filter((entry) => entry.type === 'chunk');
    expect(chunks.map((entry) => JSON.parse(entry.data) as object)).toMatchObject([
      { provider_cursor: '3-0' },
      { provider_cursor: '5-0' },
      { provider_cursor: '6-0' },
    ]);
  });

  test('takes back what the leader takes back, and stays a copy', async () => {
    const leader = await startLeader();
    const follower = await submitRequest(store, leader.request);
    await start();
    await leader.write(chunk(0, 'a'), chunk(1, 'b'), chunk(2, 'c'));
    await untilView(store, follower, texts('a', 'b', 'c'));
    await leader.write(attemptStarted(2, 1), chunk(3, 'B'), attemptStarted(3, 2), chunk(4, 'C'));
    await leader.finish(COMPLETED);
    const view = await untilEnded(store, follower);
    expect(answerText(view)).toBe('aBC');
    expect(view).toMatchObject({ cached: true, attempt: 0 });
    expect(await readTypes(store.redis, follower)).not.toContain('attempt_started');
  });

  test('invariant 6: of a holder that drains is gone on with by the next, from where it stood', async () => {
    const leader = await startLeader();
    const follower = await submitRequest(store, leader.request);
    const generator = await start();
    await leader.write(chunk(0, 'a'), attemptStarted(2, 0), chunk(1, 'b'));
    await untilView(store, follower, texts('b'));
    await generator.drain();
    await leader.write(chunk(2, 'c'), attemptStarted(3, 1), chunk(3, 'd'));
    await leader.finish(COMPLETED);
    await start();
    const view = await untilEnded(store, follower);
    expect(answerText(view)).toBe('bd');
    expect(view.epoch).toBe(2);
    const copies = (await readTypes(store.redis, follower)).filter((type) => type === 'chunk');
    expect(copies).toHaveLength(4);
  });

  test('invariant 4: takes back what the leader has lost with its store, and copies what comes instead', async () => {
    const leader = await startLeader();
    const follower = await submitRequest(store, leader.request);
    await start();
    await leader.write(chunk(0, 'a'), chunk(1, 'b'), chunk(2, 'c'));
    await untilView(store, follower, texts('a', 'b', 'c'));
    const { task } = leader;
    const mirrored = (await readLog(store.redis, task)).slice(0, 4);
    await store.redis.del(taskKey(task.taskId), entriesKey(task.taskId));
    await store.transitions.restore(task, restoreArgs({ head: 4 }), mirrored);
    const claim = { head: 4, incarnation: 1, nonce: 'n', holder: 'another', leaseMs: LEASE_MS };
    await store.transitions.openEpoch(task, claim, attemptStarted(2, 2));
    const fence = { epoch: 2, nonce: 'n' };
    await store.transitions.append(task, { ...fence, from: 6, leaseMs: LEASE_MS }, [chunk(2, 'C')]);
    await store.transitions.finish(task, { ...fence, head: 6, cacheMs: 0 }, COMPLETED);
    const view = await untilEnded(store, follower);
    expect(answerText(view)).toBe('abC');
    expect(view).toMatchObject({ cached: true, attempt: 0 });
  });

  test('whose leader is cancelled goes on itself from what it has copied', async () => {
    const leader = await startLeader('sim-writer@tokens=30');
    const follower = await submitRequest(store, leader.request);
    await start();
    const beginning = expectedText(leader.request).slice(0, 20);
    await leader.write(chunk(0, beginning));
    await untilView(store, follower, texts(beginning));
    await store.transitions.cancel(leader.task);
    await leader.finish(CANCELLED);
    const view = await untilEnded(store, follower);
    expect(answerText(view)).toBe(expectedText(leader.request));
    expect(view).toMatchObject({ status: 'completed', cached: false });
  });

  test('whose leader is cancelled needs a place for its provider call like every other task', async () => {
    const leader = await startLeader('sim-writer@tokens=100,tps=60');
    const follower = await submitRequest(store, leader.request);
    await start({ concurrency: 1 });
    await leader.write(chunk(0, 'a'));
    await untilView(store, follower, texts('a'));
    await store.transitions.cancel(leader.task);
    await leader.finish(CANCELLED);
    await untilView(store, follower, (view) => !view.cached && view.chunks.length > 0);
    const request = makeRequest('sim-writer@tokens=5');
    const other = await submitRequest(store, request);
    await untilAllEnded([follower, other]);
    const [first] = await readCalls(leader.request);
    const [second] = await readCalls(request);
    expect(second?.started_at).toBeGreaterThanOrEqual(first?.ended_at ?? Infinity);
  });

  test('whose leader fails fails with the same words', async () => {
    const leader = await startLeader();
    const follower = await submitRequest(store, leader.request);
    await start();
    await leader.finish(FAILED);
    expect(await untilEnded(store, follower)).toMatchObject({
      status: 'failed',
      terminal: { code: 'provider_error', message: 'x' },
    });
  });

  test('whose leader’s log is gone before it was read answers itself', async () => {
    const leader = await startLeader('sim-writer@tokens=30');
    const followers = [
      await submitRequest(store, leader.request),
      await submitRequest(store, leader.request),
    ];
    await leader.finish(COMPLETED);
    await store.redis.del(entriesKey(leader.task.taskId));
    await start();
    const views = await untilAllEnded(followers);
    expect(views.map(answerText)).toEqual([expectedText(leader.request), expectedText(leader.request)]);
    expect(await readCalls(leader.request)).toHaveLength(1);
  });

  test('never keeps a generator from taking over its leader, however many follow', async () => {
    const leader = await startLeader('sim-writer@tokens=30');
    const half = expectedText(leader.request).slice(0, 20);
    await leader.write(chunk(0, half));
    const followers = await submitMany(leader.request, 8);
    await start({ concurrency: 1, leaseMs: 300 });
    // As many as one call's worth of copies; the places for new requests are gone.
    await Promise.all(followers.slice(0, 4).map((task) => untilView(store, task, texts(half))));
    await leader.die();
    const views = await untilAllEnded([leader.task, ...followers]);
    expect(new Set(views.map(answerText))).toEqual(new Set([expectedText(leader.request)]));
    expect(await readCalls(leader.request)).toHaveLength(1);
  });
});
