import type { Entry, EntryDraft, Strategy } from '@continuo/shared/protocol/entry';
import { foldTask } from '@continuo/shared/protocol/fold-task';
import { describe, expect, test } from 'vitest';
import { estimateUntold, estimateUsage } from './estimate-usage.ts';

test('a usage that was never told is estimated from the text, and says so', () => {
  const request = {
    provider: 'openai' as const,
    model: 'm',
    system: 'x'.repeat(10),
    messages: [{ role: 'user' as const, content: 'x'.repeat(31) }],
  };
  expect(estimateUsage(request, 'x'.repeat(9))).toEqual({
    input_tokens: 11,
    cached_input_tokens: 0,
    output_tokens: 3,
    reasoning_tokens: 0,
    estimated: true,
  });
});

describe('the attempt that ran last', () => {
  const request = {
    provider: 'openai' as const,
    model: 'm',
    messages: [{ role: 'user' as const, content: 'x'.repeat(40) }],
  };
  const part = 'x'.repeat(20);

  function started(attempt: number, strategy: Strategy, keptChunks: number): EntryDraft {
    const who = { worker: 'w', provider: 'openai', model: 'm' };
    return { type: 'attempt_started', attempt, ...who, strategy, kept_chunks: keptChunks };
  }

  function estimate(...drafts: EntryDraft[]) {
    const log = drafts.map((draft, i): Entry => ({ seq: i + 1, incarnation: 0, epoch: 1, at: 0, ...draft }));
    return estimateUntold(foldTask(log), request);
  }

  function chunk(id: number): EntryDraft {
    return { type: 'chunk', chunk_id: id, text: part };
  }

  test('and left no word of its end is estimated by the text that is stored of it, and by what it was sent', () => {
    expect(estimate(started(1, 'restart', 0), chunk(0), chunk(1))).toMatchObject({
      input_tokens: 10,
      output_tokens: 10,
      estimated: true,
    });
    const behind = estimate(started(1, 'restart', 0), chunk(0), started(2, 'prefill', 1), chunk(1));
    expect(behind).toMatchObject({ input_tokens: 15, output_tokens: 5 });
  });

  test('and attached to a run is estimated with all that the run has brought', () => {
    const log = [started(1, 'restart', 0), chunk(0), started(2, 'reattach', 1), chunk(1)];
    expect(estimate(...log)).toMatchObject({ input_tokens: 10, output_tokens: 10 });
  });

  test('is unknown when nothing of it is stored', () => {
    expect(estimate(started(1, 'restart', 0))).toBeNull();
  });

  test('is not estimated when the log tells of it, or there was none', () => {
    const told: EntryDraft = {
      type: 'retry_scheduled',
      attempt: 1,
      code: 'provider_error',
      message: 'x',
      delay_ms: 0,
      attempt_usage: null,
    };
    expect(estimate(started(1, 'restart', 0), told)).toBeUndefined();
    expect(estimate()).toBeUndefined();
  });
});
