import { randomUUID } from 'node:crypto';
import type { ChatRequest } from '@continuo/shared/protocol/chat-request';
import { answerText, foldTask, type TaskView } from '@continuo/shared/protocol/fold-task';
import { decodeEntry } from '@continuo/shared/protocol/entry';
import { makeTaskId } from '@continuo/shared/protocol/task-id';
import { cleanText } from '@continuo/shared/protocol/text';
import { makeRedis } from '@continuo/shared/redis/connection';
import { cacheKey, deadKey } from '@continuo/shared/redis/keys';
import { makeTransitions, type TaskRef } from '@continuo/shared/redis/transitions';
import { readLog, readPending, submitNew } from '@continuo/shared/redis/testing/test-task';
import { useRedis } from '@continuo/shared/redis/testing/use-redis';
import { ConfigFaults } from '@continuo/shared/runtime/read-config';
import type { LedgerEntry } from '@continuo/simulator/ledger';
import { expectedAnswer } from '@continuo/simulator/model-name';
import { eventually } from '@continuo/tests/support/eventually';
import { startPrivateRedis } from '@continuo/tests/support/private-redis';
import { describe, expect, onTestFinished, test } from 'vitest';
import { makeRequest, submitRequest, untilEnded, untilView } from './testing/test-request.ts';
import { startTestGenerator } from './testing/start-test-generator.ts';
import { useSimulator } from './testing/use-simulator.ts';

/** A bound for hanging tests, not a measure of speed. */
const TIMEOUT_MS = 30_000;

const store = useRedis();
const simulator = useSimulator();

function start(overrides: Parameters<typeof startTestGenerator>[2] = {}) {
  return startTestGenerator(store.url, simulator.url, overrides);
}

function promptOf(request: ChatRequest): string {
  return request.messages[0]?.content ?? '';
}

function expectedText(request: ChatRequest): string {
  return expectedAnswer(request.model, promptOf(request)).text;
}

async function readCalls(request: ChatRequest): Promise<LedgerEntry[]> {
  return (await simulator.control.readLedger({ prompt: promptOf(request) })).calls;
}

function hasText(view: TaskView): boolean {
  return view.chunks.length > 0;
}

describe.each(['sim-writer', 'sim-background', 'sim-claude'])(
  'an answer of %s',
  { timeout: TIMEOUT_MS },
  (model) => {
    test('is in the log byte for byte, with its usage, and ends it once', async () => {
      await start();
      const request = makeRequest(`${model}@tokens=300`);
      const task = await submitRequest(store, request);
      const view = await untilEnded(store, task);
      expect(answerText(view)).toBe(expectedText(request));
      expect(view).toMatchObject({
        status: 'completed',
        attempt: 1,
        cached: false,
        terminal: { finish_reason: 'stop', cost_usd: 0, usage: { output_tokens: 300, estimated: false } },
      });
      expect((await readLog(store.redis, task)).filter((entry) => entry.type === 'completed')).toHaveLength(
        1,
      );
      expect(await readPending(store.redis)).toEqual([]);
      expect(await readCalls(request)).toHaveLength(1);
    });

    test('invariant 8: is cancelled in the middle, at the provider too', async () => {
      await start();
      const request = makeRequest(`${model}@tokens=5000,tps=100`);
      const task = await submitRequest(store, request);
      await untilView(store, task, hasText);
      expect(await store.transitions.cancel(task)).toEqual({ tag: 'requested' });
      const view = await untilEnded(store, task);
      expect(view.status).toBe('cancelled');
      expect(expectedText(request).startsWith(answerText(view))).toBe(true);
      const [call] = await eventually(
        () => readCalls(request),
        ([ledger]) => ledger?.end !== null,
      );
      expect(call?.end).toBe(model === 'sim-background' ? 'cancelled' : 'client_closed');
      expect(call?.output_tokens).toBeLessThan(5_000);
    });
  },
);

describe('a task', { timeout: TIMEOUT_MS }, () => {
  test.each([
    ['fault=529', 'provider_overloaded', true],
    ['fault=401', 'provider_auth', false],
    ['fault=eof:0', 'provider_interrupted', true],
    ['fault=stall:0', 'provider_stalled', true],
  ])('whose provider fails by %s ends as failed, with the code %s', async (fault, code, retryable) => {
    await start({ firstPartMs: 200, nextPartMs: 200 });
    const task = await submitRequest(store, makeRequest(`sim-writer@tokens=40,${fault}`));
    expect(await untilEnded(store, task)).toMatchObject({ status: 'failed', terminal: { code, retryable } });
    expect(await store.redis.get(cacheKey(0, task.requestHash))).toBeNull();
  });

  test.each(['eof:20', 'fin:20', 'reset:20', 'stall:20', 'error:20', 'json:20'])(
    'invariant 6: whose provider fails by %s in mid-answer is gone on with; no stored text is bought again',
    async (fault) => {
      await start({ nextPartMs: 200 });
      const request = makeRequest(`sim-writer@tokens=60,tps=400,times=1,fault=${fault}`);
      const task = await submitRequest(store, request);
      const view = await untilEnded(store, task);
      expect(view.status).toBe('completed');
      expect(answerText(view)).toBe(expectedText(request));
      const log = await readLog(store.redis, task);
      expect(log.filter(({ type }) => type === 'retry_scheduled')).toHaveLength(1);
      const stored = log.slice(
        0,
        log.findLastIndex(({ type }) => type === 'attempt_started'),
      );
      const second = (await readCalls(request))[1];
      expect(second).toMatchObject({
        start: 'prefill',
        first_char: answerText(foldTask(stored.map(decodeEntry))).length,
      });
    },
  );

  test('whose provider fails for good goes over to the next one, which goes on with its text', async () => {
    await start({ fallbacks: [{ provider: 'simulator', model: 'sim-claude@tokens=60' }] });
    const request = makeRequest('sim-writer@tokens=60,tps=400');
    const match = { model: 'sim-writer', prompt: request.messages[0]?.content ?? '' };
    await simulator.control.addPlan({ match, plan: { fault: 'reset:20' } });
    await simulator.control.addPlan({ match, times: 100, plan: { fault: '401' } });
    const task = await submitRequest(store, request);
    const view = await untilEnded(store, task);
    expect(view).toMatchObject({ status: 'completed', model: 'sim-claude@tokens=60', attempt: 3 });
    expect(answerText(view)).toBe(expectedText(request));
    expect((await readLog(store.redis, task)).map(({ type }) => type)).toContain('failed_over');
  });

  test('invariant 11: that exhausts its retries is a dead letter, and keeps its text', async () => {
    await start();
    const request = makeRequest('sim-writer@tokens=60,tps=400');
    const match = { model: 'sim-writer', prompt: request.messages[0]?.content ?? '' };
    await simulator.control.addPlan({ match, plan: { fault: 'eof:20' } });
    await simulator.control.addPlan({ match, times: 100, plan: { fault: '500' } });
    const task = await submitRequest(store, request);
    const view = await untilEnded(store, task);
    expect(view).toMatchObject({ status: 'failed', terminal: { code: 'provider_error' } });
    expect(expectedText(request).startsWith(answerText(view))).toBe(true);
    expect(answerText(view)).not.toBe('');
    const [[, fields] = []] = await store.redis.xrange(deadKey(0), '-', '+');
    expect(fields).toEqual(
      expect.arrayContaining(['task_id', task.taskId, 'attempts', String(view.attempt)]),
    );
  });

  test('whose provider has stalled keeps no connection to it', async () => {
    await start({ nextPartMs: 200 });
    const request = makeRequest('sim-writer@tokens=40,fault=stall:20');
    await untilEnded(store, await submitRequest(store, request));
    const [call] = await eventually(
      () => readCalls(request),
      ([ledger]) => ledger?.open_connections === 0,
    );
    expect(call?.end).toBe('client_closed');
  });

  test('of a provider that nobody configured says so', async () => {
    await start();
    const task = await submitRequest(store, makeRequest('m', { provider: 'openai' }));
    expect(await untilEnded(store, task)).toMatchObject({ terminal: { code: 'provider_not_configured' } });
  });

  test('that takes too long ends as failed, and its provider’s run is cancelled', async () => {
    await start({ taskMs: 300 });
    const request = makeRequest('sim-background@tokens=5000,tps=50');
    const task = await submitRequest(store, request);
    expect(await untilEnded(store, task)).toMatchObject({ terminal: { code: 'deadline_exceeded' } });
    expect((await readCalls(request))[0]?.end).toBe('cancelled');
  });

  test('whose answer was cut by max_tokens is not kept for others', async () => {
    await start();
    const task = await submitRequest(store, makeRequest('sim-writer@tokens=40', { max_tokens: 10 }));
    expect(await untilEnded(store, task)).toMatchObject({ terminal: { finish_reason: 'length' } });
    expect(await store.redis.get(cacheKey(0, task.requestHash))).toBeNull();
  });

  test.each(['nul:5', 'halves:5'])(
    'has only text in its log that every store can hold (%s)',
    async (fault) => {
      await start();
      const task = await submitRequest(store, makeRequest(`sim-writer@tokens=40,tps=200,fault=${fault}`));
      const view = await untilEnded(store, task);
      expect(view.status).toBe('completed');
      expect(cleanText(answerText(view))).toBe(answerText(view));
      expect(answerText(view).includes('\u{1F9ED}')).toBe(fault === 'halves:5');
    },
  );

  test('in any partition is worked on', async () => {
    await start({ partitions: 3 });
    const tasks: TaskRef[] = [0, 1, 2].map((partition) => ({
      taskId: makeTaskId(partition, randomUUID()),
      requestHash: randomUUID(),
    }));
    const request = JSON.stringify(makeRequest('sim-writer@tokens=5'));
    for (const task of tasks) await submitNew(store.transitions, { request, cacheable: false }, task);
    const views = await Promise.all(tasks.map((task) => untilEnded(store, task)));
    expect(views.map((view) => view.status)).toEqual(['completed', 'completed', 'completed']);
  });
});

test(
  'invariant 11: no more provider calls are under way than configured',
  { timeout: TIMEOUT_MS },
  async () => {
    await start({ concurrency: 2 });
    const requests = Array.from({ length: 8 }, () => makeRequest('sim-writer@tokens=10,tps=100'));
    const tasks = await Promise.all(requests.map((request) => submitRequest(store, request)));
    for (const task of tasks) expect((await untilEnded(store, task)).status).toBe('completed');
    const calls = (await Promise.all(requests.map(readCalls))).flat();
    expect(calls).toHaveLength(8);
    const atOnce = calls.map(
      ({ started_at: at }) =>
        calls.filter((call) => call.started_at <= at && (call.ended_at ?? Infinity) > at).length,
    );
    expect(Math.max(...atOnce)).toBeLessThanOrEqual(2);
  },
);

describe('a generator that drains', { timeout: TIMEOUT_MS }, () => {
  test('lets running answers end and begins no others', async () => {
    const generator = await start({ drainMs: 20_000 });
    const request = makeRequest('sim-writer@tokens=60,tps=100');
    const task = await submitRequest(store, request);
    await untilView(store, task, hasText);
    const drained = generator.drain();
    const late = await submitRequest(store, makeRequest());
    await drained;
    expect((await untilView(store, task, () => true)).status).toBe('completed');
    expect((await untilView(store, late, () => true)).status).toBe('queued');
  });

  test('hands over at its deadline what has not ended; another goes on at once', async () => {
    const generator = await start({ drainMs: 0, leaseMs: 60_000 });
    const request = makeRequest('sim-writer@tokens=250,tps=100');
    const task = await submitRequest(store, request);
    await untilView(store, task, hasText);
    await generator.drain();
    expect((await untilView(store, task, () => true)).status).toBe('running');

    await start({ leaseMs: 60_000 });

    const view = await untilEnded(store, task);
    expect(view).toMatchObject({ status: 'completed', attempt: 2, epoch: 2 });
    expect(answerText(view)).toBe(expectedText(request));
  });
});

test('invariant 11: work that has ended leaves no timer running', { timeout: TIMEOUT_MS }, async () => {
  const countTimers = async (): Promise<number> =>
    process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
  const generator = await start();
  await untilEnded(store, await submitRequest(store, makeRequest()));
  await generator.drain();
  const before = await countTimers();
  const busy = await start();
  const models = Array.from({ length: 10 }, (_, i) =>
    i % 2 ? 'sim-writer@tokens=20' : 'sim-writer@fault=401',
  );
  const tasks = await Promise.all(models.map((model) => submitRequest(store, makeRequest(model))));
  for (const task of tasks) await untilEnded(store, task);
  await busy.drain();
  const after = await eventually(countTimers, (timers) => timers <= before);
  expect(after).toBeLessThanOrEqual(before);
});

describe('a Redis', { timeout: TIMEOUT_MS }, () => {
  test('that loses everything gets new tasks answered again', async () => {
    await start();
    await untilEnded(store, await submitRequest(store, makeRequest()));
    await store.redis.flushdb();
    expect((await untilEnded(store, await submitRequest(store, makeRequest()))).status).toBe('completed');
  });

  /** A Redis to be starved, and a generator on it that works on a task of this model. */
  async function startStarving(model: string, taskMs: number) {
    const server = await startPrivateRedis();
    const redis = makeRedis(server.url, 'command', () => undefined);
    const starving = { redis, transitions: makeTransitions(redis) };
    const request = makeRequest(model);
    const generator = await startTestGenerator(server.url, simulator.url, { taskMs });
    onTestFinished(async () => {
      await generator.drain();
      redis.disconnect();
      await server.dispose();
    });
    const task = await submitRequest(starving, request);
    const setMemory = (bytes: number) => redis.config('SET', 'maxmemory', bytes);
    return { ...starving, task, request, setMemory };
  }

  test('invariant 1: without memory for long does not keep a task from ending', async () => {
    const starving = await startStarving('sim-writer@tokens=5000,tps=100', 1_500);
    await untilView(starving, starving.task, hasText);
    await starving.setMemory(1);
    expect(await untilEnded(starving, starving.task)).toMatchObject({
      status: 'failed',
      terminal: { code: 'deadline_exceeded' },
    });
  });

  test('invariant 12: without memory never makes an answer complete of which a part is not stored', async () => {
    const starving = await startStarving('sim-writer@tokens=20,first_ms=500', 1_500);
    await untilView(starving, starving.task, (view) => view.status === 'running');
    await starving.setMemory(1);
    // The provider is through long before the deadline; nothing of its answer can be stored.
    expect(await untilEnded(starving, starving.task)).toMatchObject({
      status: 'failed',
      terminal: { code: 'deadline_exceeded' },
    });
  });

  test('without memory for a while costs nothing but time', async () => {
    const starving = await startStarving('sim-writer@tokens=20,first_ms=300', 60_000);
    await untilView(starving, starving.task, (view) => view.status === 'running');
    await starving.setMemory(1);
    await eventually(
      () => starving.redis.info('errorstats'),
      (stats) => /errorstat_OOM:count=[3-9]/.test(stats),
    );
    await starving.setMemory(0);
    const view = await untilEnded(starving, starving.task);
    expect(view).toMatchObject({ status: 'completed', attempt: 1 });
    expect(answerText(view)).toBe(expectedText(starving.request));
  });

  test('that could lose what it acknowledged is refused at the start', async () => {
    const server = await startPrivateRedis();
    const redis = makeRedis(server.url, 'command', () => undefined);
    onTestFinished(async () => {
      redis.disconnect();
      await server.dispose();
    });
    await redis.config('SET', 'appendfsync', 'everysec');
    await expect(startTestGenerator(server.url, simulator.url)).rejects.toThrow(ConfigFaults);
  });
});
