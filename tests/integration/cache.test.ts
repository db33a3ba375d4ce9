import type { StatsReply } from '@continuo/shared/protocol/stats-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerOf, generate, getResult, getStats, readStream, readToTheEnd } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { STACK_START_MS, startTestStack, type TestStack } from '../support/test-stack.ts';

const MODEL = 'sim-writer@tps=400,tokens=200';

let stack: TestStack;

beforeAll(async () => {
  stack = await startTestStack({ gateways: 2, generators: 2 });
}, STACK_START_MS);

afterAll(async () => {
  await stack?.dispose();
});

async function countCalls(prompt: string): Promise<number> {
  return (await stack.simulator.readLedger({ prompt })).calls.length;
}

/** The figures come from the mirror, and may be some seconds old: they are whole once nothing waits for it. */
function getMirroredStats(): Promise<StatsReply> {
  const askedAt = Date.now();
  return eventually(
    () => getStats(stack.url),
    ({ to, queue }) => to >= askedAt && queue?.unpersisted === 0,
  );
}

describe('the same request again', () => {
  test('is a new task, complete at once and marked as cached, without a call to the provider', async () => {
    const body = { prompt: 'asked twice', model: MODEL };
    const first = await generate(stack.url, body);
    await readToTheEnd(stack.urls, first.task_id);

    const second = await generate(stack.url, body);

    expect(second).toMatchObject({ cached: true, status: 'completed' });
    expect(second.task_id).not.toBe(first.task_id);
    const { events } = await readStream(stack.url, second.task_id);
    const result = await getResult(stack.url, second.task_id);
    expect(answerOf(events)).toBe((await getResult(stack.url, first.task_id)).text);
    expect(result).toMatchObject({ cached: true, text: answerOf(events), cost_usd: 0 });
    expect(await countCalls('asked twice')).toBe(1);
  });

  test('is asked again with cache: false, and when a parameter differs', async () => {
    const body = { prompt: 'asked three times', model: MODEL };
    await readToTheEnd(stack.urls, (await generate(stack.url, body)).task_id);

    const uncached = await generate(stack.url, { ...body, cache: false });
    const warmer = await generate(stack.url, { ...body, temperature: 0.9 });

    expect([uncached.cached, warmer.cached]).toEqual([false, false]);
    await readToTheEnd(stack.urls, uncached.task_id);
    await readToTheEnd(stack.urls, warmer.task_id);
    expect(await countCalls('asked three times')).toBe(3);
  });

  test('is asked again when the first answer was cut off by max_tokens', async () => {
    const body = { prompt: 'cut short', model: MODEL, max_tokens: 20 };
    const first = await generate(stack.url, body);
    await readToTheEnd(stack.urls, first.task_id);

    const second = await generate(stack.url, body);
    await readToTheEnd(stack.urls, second.task_id);

    expect((await getResult(stack.url, first.task_id)).finish_reason).toBe('length');
    expect(second.cached).toBe(false);
    expect(await countCalls('cut short')).toBe(2);
  });
});

describe('fifty identical requests at once', () => {
  test('invariant 9: are one call and fifty complete, equal answers with logs of their own', async () => {
    const body = { prompt: 'fifty at once', model: MODEL };
    const before = await getMirroredStats();

    const replies = await Promise.all(
      Array.from({ length: 50 }, (_, i) => generate(stack.urls[i % 2] ?? '', body)),
    );
    const answers = await Promise.all(
      replies.map(async ({ task_id }) => answerOf(await readToTheEnd(stack.urls, task_id))),
    );

    expect(new Set(replies.map((reply) => reply.task_id)).size).toBe(50);
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).not.toBe('');
    expect(await countCalls('fifty at once')).toBe(1);
    const after = await getMirroredStats();
    expect(after.cache.hits - before.cache.hits).toBe(49);
    expect(after.cache.misses - before.cache.misses).toBe(1);
  });
});
