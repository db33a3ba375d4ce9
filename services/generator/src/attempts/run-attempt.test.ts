import { setImmediate as turn } from 'node:timers/promises';
import { NO_USAGE, type EntryDraft } from '@continuo/shared/protocol/entry';
import { emptyView } from '@continuo/shared/protocol/fold-task';
import { ENTRIES_PER_TASK_MAX } from '@continuo/shared/protocol/limits';
import type { AppendReply } from '@continuo/shared/redis/transitions';
import { expect, test } from 'vitest';
import { StopSignal } from '../held-task.ts';
import { LogWriter } from '../log-writer.ts';
import type { Provider, ProviderPart } from '../providers/provider.ts';
import { planRestart } from './plan-attempt.ts';
import { runAttempt, type Outcome } from './run-attempt.ts';
import { REQUEST } from '@continuo/shared/redis/testing/test-task';

/** Bounds that real stores and providers reach only after minutes. */

const PART: ProviderPart = { type: 'text', text: 'x'.repeat(1_024) };
const END: ProviderPart = { type: 'end', finishReason: 'stop', usage: NO_USAGE };

/** Yields parts for as long as it is asked, up to a bound. */
function makeProvider(partsMax: number) {
  const given = { parts: 0, isClosed: false };
  const provider: Provider = {
    wire: 'chat-completions',
    stream: async function* streamParts() {
      try {
        while (given.parts < partsMax) {
          given.parts += 1;
          yield PART;
        }
        yield END;
      } finally {
        given.isClosed = true;
      }
    },
  };
  return { provider, given };
}

function answer(
  provider: Provider,
  append: (from: number, drafts: readonly EntryDraft[]) => Promise<AppendReply>,
  headSeq = 2,
  stop = new StopSignal(),
): Promise<Outcome> {
  const onError = (): void => undefined;
  const writer = new LogWriter({ append, headSeq, nextChunkId: 0, stop, onError });
  const idleLimits = { firstPartMs: 60_000, nextPartMs: 60_000 };
  const plan = planRestart(emptyView(), { provider: REQUEST.provider, model: REQUEST.model });
  return runAttempt({ request: REQUEST, plan, callName: 'a-task.1.1', provider, writer, stop, idleLimits });
}

async function appendAll(from: number, drafts: readonly EntryDraft[]): Promise<AppendReply> {
  return { tag: 'appended', seq: from + drafts.length - 1 };
}

test('invariant 11: an answer with more entries than a task may have fails, and its provider’s stream is closed', async () => {
  const { provider, given } = makeProvider(Infinity);
  const outcome = await answer(provider, appendAll, ENTRIES_PER_TASK_MAX - 2);
  expect(outcome).toMatchObject({ tag: 'failed', failure: { code: 'answer_too_long' } });
  await turn();
  expect(given.isClosed).toBe(true);
});

test('invariant 11: a provider is read no further while too much waits for Redis', async () => {
  const { provider, given } = makeProvider(2_000);
  const givenAtAppend: number[] = [];
  const outcome = await answer(provider, async (from, drafts) => {
    // The first takes as many turns as the whole answer would.
    for (let turns = givenAtAppend.length > 0 ? 0 : 4_000; turns > 0; turns -= 1) await turn();
    givenAtAppend.push(given.parts);
    return appendAll(from, drafts);
  });
  expect(outcome.tag).toBe('completed');
  expect(given.parts).toBe(2_000);
  expect(givenAtAppend[0]).toBeLessThan(600);
});

test('invariant 9: a holder whose lease is over by the clock asks nobody, though no timer has fired yet', async () => {
  const { provider, given } = makeProvider(1);
  const stop = new StopSignal();
  stop.holdUntil(performance.now());
  expect(await answer(provider, appendAll, 2, stop)).toEqual({ tag: 'stopped' });
  expect(given).toMatchObject({ parts: 0 });
  expect(stop.reason).toBe('lost');
});
