import { answerText, foldTask, usageOf, type TaskView } from '@continuo/shared/protocol/fold-task';
import type { ChatRequest } from '@continuo/shared/protocol/chat-request';
import { decodeEntry, NO_USAGE } from '@continuo/shared/protocol/entry';
import { readLog } from '@continuo/shared/redis/testing/test-task';
import { useRedis } from '@continuo/shared/redis/testing/use-redis';
import type { LedgerEntry } from '@continuo/simulator/ledger';
import { eventually } from '@continuo/tests/support/eventually';
import { describe, expect, test } from 'vitest';
import { startTestGenerator } from './testing/start-test-generator.ts';
import { makeRequest, submitRequest, untilEnded, untilView } from './testing/test-request.ts';
import { useSimulator } from './testing/use-simulator.ts';

/** What the log says of tokens, against what the provider says. A bound for hanging tests, not a measure of speed. */
const TIMEOUT_MS = 30_000;

const store = useRedis();
const simulator = useSimulator();

async function readCalls({ messages }: ChatRequest): Promise<LedgerEntry[]> {
  return (await simulator.control.readLedger({ prompt: messages[0]?.content ?? '' })).calls;
}

function outputOf({ attempts }: TaskView): (number | undefined)[] {
  return attempts.map(({ usage }) => usage?.output_tokens);
}

/** An estimate counts four characters as a token; the simulator's have about three and a half, at the start three. */
function isAbout(estimate: number | undefined, tokens: number | undefined): boolean {
  return estimate !== undefined && tokens !== undefined && estimate <= tokens + 2 && estimate >= tokens / 2;
}

describe('the ledger of a task', { timeout: TIMEOUT_MS }, () => {
  test('that went well is what its provider tells', async () => {
    await startTestGenerator(store.url, simulator.url);
    const request = makeRequest('sim-writer@tokens=50');
    const view = await untilEnded(store, await submitRequest(store, request));
    const [call] = await readCalls(request);
    const usage = { ...NO_USAGE, input_tokens: call?.input_tokens, output_tokens: 50 };
    expect(view.attempts).toMatchObject([{ usage }]);
    expect(usageOf(view)).toEqual(usage);
  });

  test.each(['sim-writer', 'sim-claude'])(
    'of %s that was interrupted has an estimate for the attempt before, and what of it was not bought again',
    async (model) => {
      await startTestGenerator(store.url, simulator.url);
      const request = makeRequest(`${model}@tokens=300,tps=2000,times=1,fault=reset:200`);
      const view = await untilEnded(store, await submitRequest(store, request));
      const [first, second] = await readCalls(request);
      expect(view.status).toBe('completed');
      expect(view.attempts.map(({ usage }) => usage?.estimated)).toEqual([true, false]);
      const [estimate, told] = outputOf(view);
      expect(isAbout(estimate, first?.output_tokens)).toBe(true);
      expect(told).toBe(second?.output_tokens);
      expect(isAbout(view.attempts[1]?.savedOutputTokens, second?.first_token)).toBe(true);
      expect(usageOf(view)).toMatchObject({ output_tokens: (estimate ?? 0) + (told ?? 0), estimated: true });
      // Anthropic tells the prompt's tokens first.
      const input = view.attempts[0]?.usage?.input_tokens;
      expect(input === first?.input_tokens).toBe(model === 'sim-claude');
    },
  );

  test('counts a run that was attached to again once, as its provider does', async () => {
    await startTestGenerator(store.url, simulator.url);
    const request = makeRequest('sim-background@tokens=300,tps=2000,times=1,fault=reset:100');
    const view = await untilEnded(store, await submitRequest(store, request));
    expect(view.attempts.map(({ strategy }) => strategy)).toEqual(['restart', 'reattach']);
    expect(outputOf(view)).toEqual([undefined, 300]);
    const [call] = await readCalls(request);
    expect(usageOf(view)).toEqual({ ...NO_USAGE, input_tokens: call?.input_tokens, output_tokens: 300 });
  });

  test('whose worker went away has its estimate in the next attempt', async () => {
    const generator = await startTestGenerator(store.url, simulator.url, { drainMs: 0 });
    const request = makeRequest('sim-writer@tokens=300,tps=200');
    const task = await submitRequest(store, request);
    await untilView(store, task, (view) => answerText(view).length > 200);
    await generator.drain();
    await startTestGenerator(store.url, simulator.url);
    const view = await untilEnded(store, task);
    const [first] = await readCalls(request);
    expect(isAbout(view.attempts[0]?.usage?.output_tokens, first?.delivered_tokens)).toBe(true);
    expect(usageOf(view)).toMatchObject({ estimated: true });
  });

  test('that was refused by everybody says that nothing was bought', async () => {
    await startTestGenerator(store.url, simulator.url);
    const request = makeRequest('sim-writer@fault=401', {
      fallbacks: [{ provider: 'simulator', model: 'sim-claude@fault=403' }],
    });
    const view = await untilEnded(store, await submitRequest(store, request));
    expect(view).toMatchObject({ status: 'failed', terminal: { usage: NO_USAGE, cost_usd: 0 } });
    expect(view.attempts.map(({ usage }) => usage)).toEqual([NO_USAGE, NO_USAGE]);
  });

  test('whose provider never said a word does not take that for nothing', async () => {
    await startTestGenerator(store.url, simulator.url, { firstPartMs: 200 });
    const request = makeRequest('sim-writer@fault=hang');
    const view = await untilEnded(store, await submitRequest(store, request));
    expect(view).toMatchObject({ status: 'failed', terminal: { usage: null, attempt_usage: null } });
    expect(usageOf(view)).toBeUndefined();
  });

  test('that was cancelled in mid-answer has what had come by then', async () => {
    await startTestGenerator(store.url, simulator.url);
    const request = makeRequest('sim-writer@tokens=5000,tps=200');
    const task = await submitRequest(store, request);
    await untilView(store, task, (view) => answerText(view).length > 200);
    await store.transitions.cancel(task);
    const view = await untilEnded(store, task);
    expect(view).toMatchObject({
      status: 'cancelled',
      terminal: { cost_usd: 0, usage: { estimated: true } },
    });
    const [call] = await eventually(
      () => readCalls(request),
      ([ledger]) => ledger?.end !== null,
    );
    expect(isAbout(usageOf(view)?.output_tokens, call?.delivered_tokens)).toBe(true);
  });

  test('is the same for whoever folds its log', async () => {
    await startTestGenerator(store.url, simulator.url);
    const request = makeRequest('sim-writer@tokens=60,tps=2000,times=1,fault=eof:20');
    const task = await submitRequest(store, request);
    const view = await untilEnded(store, task);
    const again = foldTask((await readLog(store.redis, task)).map(decodeEntry));
    expect(usageOf(again)).toEqual(view.terminal?.usage);
  });
});
