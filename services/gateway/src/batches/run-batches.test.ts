import { beforeEach, expect, test } from 'vitest';
import type { BatchReply } from '@continuo/shared/protocol/batch-api';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import type { Postgres } from '@continuo/shared/postgres/connection';
import type { Redis } from '@continuo/shared/redis/connection';
import { readTaskRecord } from '@continuo/shared/redis/task-record';
import { eventually } from '@continuo/tests/support/eventually';
import { useStores } from '@continuo/tests/support/use-stores';
import { makeBatchClient, type BatchClient } from '../testing/batch-client.ts';
import { expireTask, mirrorTask } from '../testing/mirror-task.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';
import { USAGE, writeDeadAnswer, writeWholeAnswer } from '../testing/write-answer.ts';

const stores = useStores();
let gateway: TestGateway;
let batches: BatchClient;
let redis: Redis;
let postgres: Postgres;

beforeEach(async () => {
  gateway = await startTestGateway(stores);
  batches = makeBatchClient(gateway);
  redis = stores.openRedis();
  postgres = stores.openPostgres();
});

function prompts(count: number, prefix = `${gateway.owner} `): string[] {
  return Array.from({ length: count }, (_, i) => `${prefix}${i + 1}`);
}

/** As a generator and a persister do. */
async function answer(taskId: TaskId, text = 'Yes.'): Promise<void> {
  await writeWholeAnswer(redis, taskId, [text]);
  await mirrorTask(redis, postgres, taskId);
}

async function fail(taskId: TaskId): Promise<void> {
  await writeDeadAnswer(redis, taskId, ['half']);
  await mirrorTask(redis, postgres, taskId);
}

/** Waits for so many lines under way that are not among those answered, and for their tasks. */
async function takeRunning(
  id: string,
  count: number,
  answered: ReadonlySet<TaskId> = new Set(),
): Promise<TaskId[]> {
  const lines = await eventually(
    async () =>
      (await batches.lines(id, 'status=running')).filter(({ task_id }) => !answered.has(task_id as TaskId)),
    (those) => those.length === count,
  );
  const taskIds = lines.map((line) => line.task_id as TaskId);
  for (const taskId of taskIds) {
    await eventually(
      () => readTaskRecord(redis, taskId),
      (record) => record !== undefined,
    );
  }
  return taskIds;
}

async function takeOne(id: string): Promise<TaskId> {
  const [taskId] = await takeRunning(id, 1);
  if (taskId === undefined) throw new Error('no line is under way');
  return taskId;
}

function waitFor(id: string, isRight: (batch: BatchReply) => boolean): Promise<BatchReply> {
  return eventually(() => batches.read(id), isRight);
}

test('never has more lines under way than its concurrency, and goes on as they end', async () => {
  const { batch_id } = await batches.create({ concurrency: 2, lines: prompts(5) });
  const answered = new Set<TaskId>();
  for (const expected of [2, 2, 1]) {
    const running = await takeRunning(batch_id, expected, answered);
    expect((await batches.read(batch_id)).progress.running).toBe(expected);
    for (const taskId of running) {
      answered.add(taskId);
      await answer(taskId);
    }
  }
  const over = await waitFor(batch_id, ({ status }) => status === 'completed');
  expect(over.progress).toEqual({
    total: 5,
    waiting: 0,
    running: 0,
    completed: 5,
    cached: 0,
    failed: 0,
    cancelled: 0,
  });
  expect(over).toMatchObject({
    tokens: { input: 5 * USAGE.input_tokens, output: 5 * USAGE.output_tokens },
    unpriced: 0,
  });
  expect(over.cost_usd).toBeCloseTo(0.05);
  expect(over.finished_at).not.toBeNull();
});

test('many gateways at once submit each line once, and no more than may be', async () => {
  await Promise.all([1, 2, 3].map(() => startTestGateway(stores, { OWNER: gateway.owner })));
  const { batch_id } = await batches.create({ concurrency: 5, lines: prompts(20) });
  const answered = new Set<TaskId>();
  while (answered.size < 20) {
    const running = await batches.lines(batch_id, 'status=running');
    expect(running.length).toBeLessThanOrEqual(5);
    const [next] = running.map((line) => line.task_id as TaskId).filter((taskId) => !answered.has(taskId));
    if (next === undefined || !(await readTaskRecord(redis, next))) continue;
    answered.add(next);
    await answer(next);
  }
  const over = await waitFor(batch_id, ({ status }) => status === 'completed');
  expect(over.progress).toMatchObject({ completed: 20, running: 0 });
  expect((await batches.lines(batch_id)).map(({ runs }) => runs)).toEqual(
    Array.from({ length: 20 }, () => 1),
  );
});

test('a line that was claimed and has no task is submitted under the same name', async () => {
  const { batch_id } = await batches.create({ concurrency: 1, lines: prompts(1) });
  const taskId = await takeOne(batch_id);
  // As if the gateway had died between the two, or Redis had lost the task before it was mirrored.
  await expireTask(redis, taskId);
  await eventually(
    () => readTaskRecord(redis, taskId),
    (record) => record !== undefined,
  );
  await answer(taskId);
  await waitFor(batch_id, ({ status }) => status === 'completed');
  expect(await batches.lines(batch_id)).toMatchObject([{ task_id: taskId, runs: 1, status: 'completed' }]);
});

test('a line whose answer is cached buys nothing', async () => {
  const first = await batches.create({ lines: prompts(1) });
  const taskId = await takeOne(first.batch_id);
  await answer(taskId, 'bought');

  const second = await batches.create({ lines: prompts(1) });
  const copy = await takeOne(second.batch_id);
  await eventually(
    () => readTaskRecord(redis, copy),
    (record) => record?.status === 'completed',
  );
  await mirrorTask(redis, postgres, copy);
  const over = await waitFor(second.batch_id, ({ status }) => status === 'completed');
  expect(over).toMatchObject({ progress: { completed: 1, cached: 1 }, tokens: { output: 0 }, cost_usd: 0 });
});

test('a paused batch begins no line, counts those that end, and goes on when it is resumed', async () => {
  const { batch_id } = await batches.create({ concurrency: 1, lines: prompts(2) });
  const taskId = await takeOne(batch_id);
  expect(await (await batches.change(batch_id, 'pause')).json()).toMatchObject({ status: 'paused' });
  await answer(taskId);
  const paused = await waitFor(batch_id, ({ progress }) => progress.completed === 1);
  expect(paused).toMatchObject({ status: 'paused', progress: { waiting: 1, running: 0 } });
  expect(await (await batches.change(batch_id, 'resume')).json()).toMatchObject({ status: 'running' });
  await takeRunning(batch_id, 1);
});

test('a cancelled batch ends with every line ended, those under way by the cancel of their tasks', async () => {
  const { batch_id } = await batches.create({ concurrency: 2, lines: prompts(5) });
  const running = await takeRunning(batch_id, 2);
  const cancelled = (await (await batches.change(batch_id, 'cancel')).json()) as BatchReply;
  expect(cancelled).toMatchObject({ status: 'cancelled', progress: { waiting: 0, cancelled: 3 } });
  for (const taskId of running) {
    await eventually(
      () => readTaskRecord(redis, taskId),
      (record) => record?.status === 'cancelled',
    );
    await mirrorTask(redis, postgres, taskId);
  }
  const over = await waitFor(batch_id, ({ finished_at }) => finished_at !== null);
  expect(over).toMatchObject({ status: 'cancelled', progress: { running: 0, cancelled: 5 }, unpriced: 0 });
  expect((await batches.change(batch_id, 'resume')).status).toBe(409);
  expect((await batches.change(batch_id, 'cancel')).status).toBe(200);
});

test('failed lines can be run again, as new tasks, and what they consumed stays counted', async () => {
  const { batch_id } = await batches.create({ lines: prompts(2) });
  const [first, second] = await takeRunning(batch_id, 2);
  if (first === undefined || second === undefined) throw new Error('not both lines are under way');
  await fail(first);
  await answer(second);
  const failed = await waitFor(batch_id, ({ status }) => status === 'completed');
  expect(failed.progress).toMatchObject({ completed: 1, failed: 1 });
  expect(await (await batches.change(batch_id, 'retry')).json()).toMatchObject({
    retried: 1,
    status: 'running',
    finished_at: null,
    progress: { failed: 0, completed: 1 },
  });
  const again = await takeOne(batch_id);
  expect(again).not.toBe(first);
  await answer(again);
  const over = await waitFor(batch_id, ({ status }) => status === 'completed');
  expect(over.progress).toMatchObject({ completed: 2, failed: 0 });
  expect((await batches.lines(batch_id)).map(({ runs }) => runs)).toEqual([2, 1]);
  expect(await (await batches.change(batch_id, 'retry')).json()).toMatchObject({
    retried: 0,
    status: 'completed',
  });
});

test('the figures of a batch are those of its lines', async () => {
  const { batch_id } = await batches.create({ concurrency: 4, lines: prompts(6) });
  const [first, second, third] = await takeRunning(batch_id, 4);
  if (first === undefined || second === undefined || third === undefined)
    throw new Error('too few are under way');
  await answer(first);
  await fail(second);
  await fetch(`${gateway.url}/api/chat/cancel/${third}`, { method: 'POST' });
  await mirrorTask(redis, postgres, third);
  const { progress } = await waitFor(
    batch_id,
    (batch) => batch.progress.waiting === 0 && batch.progress.running === 3,
  );
  const lines = await batches.lines(batch_id);
  for (const status of ['waiting', 'running', 'completed', 'failed', 'cancelled'] as const) {
    expect([status, progress[status]]).toEqual([
      status,
      lines.filter((line) => line.status === status).length,
    ]);
  }
  expect(lines.map(({ error }) => error?.code).filter(Boolean)).toEqual(['provider_overloaded']);
});
