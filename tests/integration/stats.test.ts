import { decodeEntry, type Entry } from '@continuo/shared/protocol/entry';
import type { StatsReply } from '@continuo/shared/protocol/stats-api';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import { TASK_STATUSES } from '@continuo/shared/protocol/task-status';
import { taskKey } from '@continuo/shared/redis/keys';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generate, getStats, getStatus, readToTheEnd } from '../support/api.ts';
import { openBothLogs, type BothLogs } from '../support/both-logs.ts';
import { eventually } from '../support/eventually.ts';
import { recountStats } from '../support/recount-stats.ts';
import { STACK_START_MS, startTestStack, type TestStack } from '../support/test-stack.ts';

const TEST_MS = 90_000;
const FAST = '@tps=0,tokens=200';

let stack: TestStack;
let logs: BothLogs;

beforeAll(async () => {
  stack = await startTestStack({
    generators: 2,
    restartDelayMsMax: 100,
    env: { LEASE_MS: '1500', RETRY_MS: '20', CIRCUIT_MS: '0' },
  });
  logs = openBothLogs(stack);
}, STACK_START_MS);

afterAll(async () => {
  await logs?.close();
  await stack?.dispose();
});

async function ask(body: Record<string, unknown>): Promise<TaskId> {
  return (await generate(stack.url, body)).task_id as TaskId;
}

async function askToTheEnd(body: Record<string, unknown>): Promise<TaskId> {
  const taskId = await ask(body);
  await readToTheEnd(stack.urls, taskId);
  return taskId;
}

async function untilText(taskId: TaskId): Promise<void> {
  await eventually(
    () => getStatus(stack.url, taskId),
    ({ chunks_count }) => chunks_count > 2,
  );
}

/** Bought, copied, followed, retried, failed over, refused, cancelled, of an unknown price. */
async function askOfEveryKind(): Promise<TaskId[]> {
  const model = `sim-writer${FAST}`;
  const source = await askToTheEnd({ prompt: 'bought', model });
  const hits = [
    await askToTheEnd({ prompt: 'bought', model }),
    await askToTheEnd({ prompt: 'bought', model }),
  ];
  const followed = { prompt: 'followed', model: 'sim-writer@tps=200,tokens=200' };
  const others = await Promise.all([
    askToTheEnd(followed),
    askToTheEnd(followed),
    askToTheEnd({ prompt: 'bought elsewhere', model: `sim-claude${FAST}` }),
    askToTheEnd({ prompt: 'broken off', model: `sim-writer${FAST},fault=reset:50,times=1` }),
    askToTheEnd({
      prompt: 'elsewhere',
      model: 'sim-writer@fault=401',
      fallbacks: [{ provider: 'simulator', model: `sim-claude${FAST}` }],
    }),
    askToTheEnd({ prompt: 'refused', model: 'sim-writer@fault=401' }),
    askToTheEnd({ prompt: 'given up', model: 'sim-writer@fault=500' }),
  ]);
  const cancelled = await ask({ prompt: 'cancelled', model: 'sim-writer@tps=50,tokens=5000' });
  await untilText(cancelled);
  await fetch(`${stack.url}/api/chat/cancel/${cancelled}`, { method: 'POST' });
  await readToTheEnd(stack.urls, cancelled);
  return [source, ...hits, ...others, cancelled];
}

/** Its generator is killed in the middle of it. */
async function askAndTakeOver(): Promise<TaskId> {
  const taskId = await ask({ prompt: 'taken over', model: 'sim-writer@tps=100,tokens=300' });
  await untilText(taskId);
  const holder = (await logs.redis.hget(taskKey(taskId), 'holder')) ?? '';
  const pid = Number(holder.slice(holder.lastIndexOf('-') + 1));
  process.kill(pid, 'SIGKILL');
  await stack.waitForProcess('generator', pid);
  await readToTheEnd(stack.urls, taskId);
  return taskId;
}

async function readLogs(
  taskIds: readonly TaskId[],
  read: (taskId: TaskId) => Promise<Parameters<typeof decodeEntry>[0][]>,
): Promise<ReadonlyMap<TaskId, Entry[]>> {
  return new Map(
    await Promise.all(taskIds.map(async (id) => [id, (await read(id)).map(decodeEntry)] as const)),
  );
}

function untilMirrored(): Promise<StatsReply> {
  const askedAt = Date.now();
  return eventually(
    () => getStats(stack.url),
    ({ to, queue, mirror }) => to >= askedAt && queue?.unpersisted === 0 && mirror?.unpersisted_entries === 0,
  );
}

test('the figures equal a count over the logs of either store', { timeout: TEST_MS }, async () => {
  const [ofEveryKind, takenOver] = await Promise.all([askOfEveryKind(), askAndTakeOver()]);
  const stats = await untilMirrored();

  const taskIds = [...ofEveryKind, takenOver];
  const counted = recountStats(await readLogs(taskIds, logs.readRedis));
  expect(recountStats(await readLogs(taskIds, logs.readPostgres))).toEqual(counted);
  const { usd, saved_by_cache_usd: saved, ...cost } = counted.cost;
  expect(stats).toMatchObject({ ...counted, cost });
  expect(stats.cost.usd).toBeCloseTo(usd, 9);
  expect(stats.cost.saved_by_cache_usd).toBeCloseTo(saved, 9);

  // What was counted is what was done.
  expect(counted.tasks).toEqual({ queued: 0, running: 0, completed: 9, failed: 2, cancelled: 1 });
  expect(counted.cache.hits).toBe(3);
  expect(counted.attempts.takeovers).toBeGreaterThan(0);
  expect(counted.attempts.retries).toBeGreaterThan(2);
  expect(counted.tokens.kept_output).toBeGreaterThan(0);
  expect(usd).toBeGreaterThan(0);
  expect(saved).toBeGreaterThan(0);
});

test('the series adds up to the whole, and each model to its part', async () => {
  const stats = await untilMirrored();
  const tasks = Object.values(stats.tasks).reduce((sum, count) => sum + count, 0);
  const add = (numbers: number[]): number => numbers.reduce((sum, number) => sum + number, 0);
  const { buckets } = stats.series;
  expect(add(buckets.map((bucket) => bucket.tasks))).toBe(tasks);
  expect(add(buckets.map((bucket) => bucket.output_tokens))).toBe(stats.tokens.output);
  expect(add(buckets.map((bucket) => bucket.hits))).toBe(stats.cache.hits);
  for (const status of TASK_STATUSES) {
    expect(add(buckets.map((bucket) => bucket.by_status[status]))).toBe(stats.tasks[status]);
  }
  expect(stats.before).toMatchObject({ tasks: 0, hit_rate: null, cost_usd: 0 });
  expect(add(stats.models.map((model) => model.tasks))).toBe(tasks);
  expect(add(stats.models.map((model) => model.hits))).toBe(stats.cache.hits);
  expect(add(stats.models.map((model) => model.cost_usd ?? 0))).toBeCloseTo(stats.cost.usd ?? 0, 9);
});

test('a worker is shown with what it holds, until it has ended', async () => {
  const taskId = await ask({ prompt: 'held', model: 'sim-writer@tps=50,tokens=5000' });
  await untilText(taskId);
  const holds = (stats: StatsReply) =>
    stats.workers?.filter(({ service, task_ids }) => service === 'generator' && task_ids.includes(taskId));
  const holding = await eventually(
    () => getStats(stack.url),
    (stats) => holds(stats)?.length === 1,
  );
  expect(holding.queue?.held).toBe(1);
  await fetch(`${stack.url}/api/chat/cancel/${taskId}`, { method: 'POST' });
  await eventually(
    () => getStats(stack.url),
    (stats) => holds(stats)?.length === 0 && stats.queue?.held === 0,
  );
});
