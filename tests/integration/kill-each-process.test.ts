import { isTerminal } from '@continuo/shared/protocol/task-status';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import { expectedAnswer } from '@continuo/simulator/model-name';
import type { EventSourceMessage } from 'eventsource-parser';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerOf, generate, oneTo, readToTheEnd, seqsOf } from '../support/api.ts';
import { openBothLogs, type BothLogs } from '../support/both-logs.ts';
import { eventually } from '../support/eventually.ts';
import { STACK_START_MS, startTestStack, type TestStack } from '../support/test-stack.ts';

const TASKS = 20;
/** Six seconds of streaming: longer than it takes to kill everything once. */
const MODEL = 'sim-writer@tps=100,tokens=600';
const TEST_MS = 120_000;

let stack: TestStack;
let logs: BothLogs;

beforeAll(async () => {
  stack = await startTestStack({ gateways: 2, generators: 2, persisters: 2 });
  logs = openBothLogs(stack);
}, STACK_START_MS);

afterAll(async () => {
  await logs?.close();
  await stack?.dispose();
});

interface StreamedTask {
  taskId: TaskId;
  prompt: string;
  /** What a resuming reader was sent, to the terminal entry. */
  transcript: Promise<EventSourceMessage[]>;
}

async function streamTasks(prefix: string): Promise<StreamedTask[]> {
  return await Promise.all(
    oneTo(TASKS).map(async (n) => {
      const prompt = `${prefix}, number ${n}`;
      const { task_id } = await generate(stack.urls[n % 2] ?? '', { prompt, model: MODEL });
      return { taskId: task_id as TaskId, prompt, transcript: readToTheEnd(stack.urls, task_id) };
    }),
  );
}

async function kill({ service, pid }: { service: string; pid: number }): Promise<void> {
  process.kill(pid, 'SIGKILL');
  await stack.waitForProcess(service, pid);
}

async function expectOneHonestEnd({ taskId, transcript }: StreamedTask): Promise<void> {
  const events = await transcript;
  expect(seqsOf(events)).toEqual(oneTo(events.length));
  expect(events.filter(({ event }) => isTerminal(event ?? ''))).toHaveLength(1);
  const inRedis = await logs.readRedis(taskId);
  const inPostgres = await eventually(
    () => logs.readPostgres(taskId).catch(() => []),
    (entries) => entries.length === inRedis.length,
  );
  expect(inRedis).toHaveLength(events.length);
  expect(inPostgres).toEqual(inRedis);
}

test(
  'invariants 1, 2, 4, 5: with each process killed once, every answer is whole and both stores agree',
  async () => {
    const victims = stack.processes().filter(({ service }) => service !== 'simulator');
    expect(victims.map(({ service }) => service)).toEqual(
      expect.arrayContaining(['redis', 'postgres', 'gateway', 'generator', 'persister']),
    );
    const tasks = await streamTasks('survive');

    for (const victim of victims) await kill(victim);

    for (const task of tasks) {
      await expectOneHonestEnd(task);
      expect(answerOf(await task.transcript)).toBe(expectedAnswer(MODEL, task.prompt).text);
    }
  },
  TEST_MS,
);

test(
  'invariant 6: with the provider killed in mid-answer, every answer is gone on with when it is back',
  async () => {
    const tasks = await streamTasks('broken off');
    await eventually(
      () => stack.simulator.readLedger({ prompt: 'broken off' }),
      ({ calls }) => calls.length === TASKS && calls.every((call) => call.output_tokens > 10),
    );

    await kill(stack.process('simulator'));

    for (const task of tasks) {
      await expectOneHonestEnd(task);
      const events = await task.transcript;
      expect(answerOf(events)).toBe(expectedAnswer(MODEL, task.prompt).text);
      expect(events.map(({ event }) => event)).toContain('retry_scheduled');
    }
  },
  TEST_MS,
);
