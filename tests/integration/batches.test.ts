import type { BatchReply } from '@continuo/shared/protocol/batch-api';
import { expectedAnswer } from '@continuo/simulator/model-name';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { oneTo } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { STACK_START_MS, startTestStack, type TestStack } from '../support/test-stack.ts';

const MODEL = 'sim-writer@tps=100,tokens=40';
const LINES = 60;
const CONCURRENCY = 12;
/** Provider calls of one generator at a time: fewer than the batch may have, so that both have some. */
const CALLS_MAX = 8;

interface Result {
  line: number;
  custom_id: string;
  status: string;
  cached: boolean;
  text: string;
}

let stack: TestStack;

beforeAll(async () => {
  stack = await startTestStack({ gateways: 2, generators: 2, env: { CONCURRENCY: String(CALLS_MAX) } });
}, STACK_START_MS);

afterAll(async () => {
  await stack?.dispose();
});

/** Every tenth line asks what the line before asked. */
const prompts = oneTo(LINES).map((line) => `What of number ${line % 10 === 0 ? line - 1 : line}?`);

async function createBatch(): Promise<BatchReply> {
  const lines = prompts.map((prompt, i) => JSON.stringify({ custom_id: `n${i + 1}`, prompt }));
  const query = new URLSearchParams({ model: MODEL, concurrency: String(CONCURRENCY) });
  const response = await fetch(`${stack.url}/api/batches?${query.toString()}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: lines.join('\n'),
  });
  expect(response.status).toBe(202);
  return (await response.json()) as BatchReply;
}

/** From either gateway in turn; while one is down, from the other. */
async function readBatch(id: string, turn: number): Promise<BatchReply> {
  const url = stack.urls[turn % stack.urls.length] ?? '';
  const response = await fetch(`${url}/api/batches/${id}`).catch(() =>
    fetch(`${stack.url}/api/batches/${id}`),
  );
  return (await response.json()) as BatchReply;
}

/** Whether something that only grows, or only shrinks, did the opposite. */
function wentBack(before: BatchReply, after: BatchReply): boolean {
  const [old, now] = [before.progress, after.progress];
  const grows = (['completed', 'cached', 'failed', 'cancelled'] as const).every(
    (name) => now[name] >= old[name],
  );
  return !grows || now.waiting > old.waiting || now.running > CONCURRENCY;
}

test('a batch goes on over the death of a generator and of a gateway, and buys each answer once', async () => {
  const { batch_id } = await createBatch();
  const samples: BatchReply[] = [];
  const sample = async (): Promise<BatchReply> => {
    const batch = await readBatch(batch_id, samples.length);
    samples.push(batch);
    return batch;
  };
  await eventually(sample, ({ progress }) => progress.completed >= LINES / 3);
  process.kill(stack.process('generator').pid, 'SIGKILL');
  await eventually(sample, ({ progress }) => progress.completed >= LINES / 2);
  const [, second] = stack.processes().filter(({ service }) => service === 'gateway');
  if (second) process.kill(second.pid, 'SIGKILL');
  const over = await eventually(sample, ({ finished_at }) => finished_at !== null);

  expect(over).toMatchObject({
    status: 'completed',
    progress: { completed: LINES, cached: LINES / 10, failed: 0 },
  });
  expect(samples.filter((after, i) => i > 0 && wentBack(samples[i - 1] ?? after, after))).toEqual([]);

  const text = await (await fetch(`${stack.url}/api/batches/${batch_id}/results`)).text();
  const results = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Result);
  expect(results.map(({ custom_id }) => custom_id)).toEqual(oneTo(LINES).map((line) => `n${line}`));
  expect(results.map((result) => result.text)).toEqual(
    prompts.map((prompt) => expectedAnswer(MODEL, prompt).text),
  );

  const { calls } = await stack.simulator.readLedger({ model: MODEL });
  const asked = new Set(prompts);
  expect(new Set(calls.map((call) => call.prompt))).toEqual(asked);
  // Asked a second time was, at most, what the killed generator had under way.
  expect(calls.length).toBeLessThanOrEqual(asked.size + CALLS_MAX);
});
