import { isTerminal } from '@continuo/shared/protocol/task-status';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import { expectedAnswer } from '@continuo/simulator/model-name';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerOf, generate, oneTo, readToTheEnd, seqsOf } from '../support/api.ts';
import { openBothLogs, type BothLogs } from '../support/both-logs.ts';
import { eventually } from '../support/eventually.ts';
import { STACK_START_MS, startTestStack, type TestStack } from '../support/test-stack.ts';

const TASKS = 20;
const MODEL = 'sim-writer@tps=100,tokens=600';

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

/** Kills a process and waits until the stack has started it again. */
async function killAndWait(service: string, pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  await eventually(
    () => Promise.resolve(stack.processes().filter((process) => process.service === service)),
    (now) => now.every((process) => process.pid !== pid && process.pid > 0),
  );
}

test('invariants 1, 2, 4, 5: with every process killed once, each task ends once and both stores agree', async () => {
  const prompts = oneTo(TASKS).map((n) => `survive, number ${n}`);
  const replies = await Promise.all(
    prompts.map((prompt, i) => generate(stack.urls[i % 2] ?? '', { prompt, model: MODEL })),
  );
  const reading = Promise.all(replies.map(({ task_id }) => readToTheEnd(stack.urls, task_id)));

  const victims = stack.processes();
  expect(victims.map(({ service }) => service).toSorted()).toEqual(
    [
      'gateway',
      'gateway',
      'generator',
      'generator',
      'persister',
      'persister',
      'postgres',
      'redis',
      'simulator',
    ].toSorted(),
  );
  for (const { service, pid } of victims) await killAndWait(service, pid);

  const transcripts = await reading;
  for (const events of transcripts) {
    expect(seqsOf(events)).toEqual(oneTo(events.length));
    expect(events.filter(({ event }) => isTerminal(event ?? ''))).toHaveLength(1);
  }
  // The simulator's own death is a provider's failure: it ends a task honestly, as failed.
  const whole = transcripts.map((events) => events.at(-1)?.event === 'completed');
  expect(whole).toContain(true);
  const expected = prompts.map((prompt) => expectedAnswer(MODEL, prompt).text);
  expect(transcripts.map(answerOf).filter((_, i) => whole[i])).toEqual(expected.filter((_, i) => whole[i]));
  for (const { task_id } of replies) {
    const taskId = task_id as TaskId;
    const inRedis = await logs.readRedis(taskId);
    const inPostgres = await eventually(
      () => logs.readPostgres(taskId).catch(() => []),
      (entries) => entries.length === inRedis.length,
    );
    expect(inPostgres).toEqual(inRedis);
  }
}, 180_000);
