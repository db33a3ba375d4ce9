import type { BatchReply } from '@continuo/shared/protocol/batch-api';
import { expectedAnswer } from '@continuo/simulator/model-name';
import { generate, oneTo, readToTheEnd } from '../../support/api.ts';
import { eventually } from '../../support/eventually.ts';
import { startTestStack, type TestStack } from '../../support/test-stack.ts';
import { atMost, percentile, round, type Benchmark, type Figure } from '../benchmark.ts';

const LINES = 1_000;
const MODEL = 'sim-writer@tps=100,tokens=60';
const CHAT_MODEL = 'sim-writer@tps=100,tokens=20';
const CHATS = 40;
const CHAT_RATIO_MAX = 1.5;
const WITHIN_MS = 600_000;

interface Result {
  line: number;
  status: string;
  text: string;
}

/** A batch over the death of a generator, and what a chat beside it waits. */
export const batch: Benchmark = {
  name: 'batch',
  about: `A batch of ${LINES} prompts with two generators, one of them killed in the middle, and chats beside it.`,
  run: async (say) => {
    const stack = await startTestStack({ gateways: 1, generators: 2 });
    try {
      const idleMs = await chatAgainAndAgain(stack, 'beside nothing');
      const { batch_id } = await createBatch(stack);
      const busyMs = await chatAgainAndAgain(stack, 'beside a batch');
      const samples = await watchToTheEnd(stack, batch_id, say);
      return [
        { what: 'time to the first chunk of a chat, idle system, p50', value: `${round(idleMs)} ms` },
        { what: 'the same beside the batch, p50', value: `${round(busyMs)} ms` },
        { what: 'ratio', ...atMost(busyMs / idleMs, CHAT_RATIO_MAX, '') },
        ...(await judge(stack, batch_id)),
        count('times progress went back', countStepsBack(samples), 0),
      ];
    } finally {
      await stack.dispose();
    }
  },
};

const prompts = oneTo(LINES).map((line) => `What of number ${line}?`);

async function createBatch({ url }: TestStack): Promise<BatchReply> {
  const response = await fetch(`${url}/api/batches?${new URLSearchParams({ model: MODEL }).toString()}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: prompts.map((prompt) => JSON.stringify(prompt)).join('\n'),
  });
  if (response.status !== 202) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as BatchReply;
}

/** One chat after another; the median time to the first chunk. */
async function chatAgainAndAgain({ url, urls }: TestStack, name: string): Promise<number> {
  const times: number[] = [];
  for (const n of oneTo(CHATS)) {
    const startMs = performance.now();
    let firstMs: number | undefined;
    const { task_id } = await generate(url, { prompt: `chat ${n} ${name}`, model: CHAT_MODEL });
    await readToTheEnd(urls, task_id, ({ event }) => {
      if (event === 'chunk') firstMs ??= performance.now() - startMs;
    });
    times.push(firstMs ?? Infinity);
  }
  return percentile(times, 0.5);
}

/** Kills a generator when half is done; what the service said of the progress, again and again. */
async function watchToTheEnd(
  stack: TestStack,
  id: string,
  say: (text: string) => void,
): Promise<BatchReply[]> {
  const samples: BatchReply[] = [];
  const look = async (): Promise<BatchReply> => {
    const sample = (await (await fetch(`${stack.url}/api/batches/${id}`)).json()) as BatchReply;
    samples.push(sample);
    return sample;
  };
  await eventually(look, ({ progress }) => progress.completed >= LINES / 2, WITHIN_MS);
  process.kill(stack.process('generator').pid, 'SIGKILL');
  say('half is done, one generator was killed');
  await eventually(look, ({ finished_at }) => finished_at !== null, WITHIN_MS);
  return samples;
}

function countStepsBack(samples: readonly BatchReply[]): number {
  return samples.filter(({ progress }, i) => {
    const before = samples[i - 1]?.progress ?? progress;
    return progress.completed < before.completed || progress.waiting > before.waiting;
  }).length;
}

async function judge({ url, simulator }: TestStack, id: string): Promise<Figure[]> {
  const text = await (await fetch(`${url}/api/batches/${id}/results`)).text();
  const results = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Result);
  const right = results.filter(
    ({ line, text: answer }, i) => line === i + 1 && answer === expectedAnswer(MODEL, prompts[i] ?? '').text,
  );
  const { calls } = await simulator.readLedger({ model: MODEL });
  const perPrompt = Map.groupBy(calls, ({ prompt }) => prompt);
  const again = [...perPrompt.values()].filter((some) => some.length > 1).length;
  return [
    count('results in the order of the input, each right', right.length, LINES),
    { what: 'prompts asked for once', value: String(perPrompt.size - again) },
    { what: 'prompts that another generator went on with behind the kept text', value: String(again) },
  ];
}

function count(what: string, value: number, wanted: number): Figure {
  return { what, value: String(value), target: { text: String(wanted), isMet: value === wanted } };
}
