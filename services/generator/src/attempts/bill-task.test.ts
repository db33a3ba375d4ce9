import { NO_USAGE, type Entry, type EntryDraft, type Usage } from '@continuo/shared/protocol/entry';
import { foldTask, type TaskView } from '@continuo/shared/protocol/fold-task';
import { describe, expect, test } from 'vitest';
import type { PriceList } from '@continuo/shared/protocol/prices';
import { billTask, type Bill } from './bill-task.ts';

/** A token in costs a dollar, a token out a hundred, and ten from another model. */
const PRICES: PriceList = {
  providers: {
    simulator: {
      taken: '2026-01-01',
      models: {
        'sim-*': { input: 1e6, cached_input: 1e6, output: 1e8 },
        'sim-claude': { input: 1e6, cached_input: 1e6, output: 1e7 },
      },
    },
  },
};

function bill(view: TaskView, last?: Usage | null): Bill {
  return billTask(PRICES, view, last);
}

function bought(output: number): Usage {
  return { ...NO_USAGE, input_tokens: 10, output_tokens: output };
}

function started(attempt: number, given: Partial<EntryDraft & { type: 'attempt_started' }> = {}): EntryDraft {
  return {
    type: 'attempt_started',
    attempt,
    worker: 'w',
    provider: 'simulator',
    model: 'sim-writer',
    strategy: 'restart',
    kept_chunks: 0,
    ...given,
  };
}

function retry(usage: Usage | null): EntryDraft {
  const body = { attempt: 1, code: 'provider_error', message: 'x', delay_ms: 0 } as const;
  return { type: 'retry_scheduled', ...body, attempt_usage: usage };
}

function viewOf(...drafts: EntryDraft[]) {
  return foldTask(
    drafts.map((draft, i): Entry => ({ seq: i + 1, incarnation: 0, epoch: 1, at: 0, ...draft })),
  );
}

describe('a task', () => {
  test('that asked nobody has consumed nothing, and cost nothing', () => {
    expect(bill(viewOf())).toEqual({ usage: NO_USAGE, cost_usd: 0 });
  });

  test('is billed for all its attempts, the last one included', () => {
    expect(bill(viewOf(started(1), retry(bought(3)), started(2)), bought(4))).toEqual({
      usage: { ...NO_USAGE, input_tokens: 20, output_tokens: 7 },
      cost_usd: 720,
      attempt_usage: bought(4),
    });
  });

  test('whose last attempt is told already is billed for that once', () => {
    expect(bill(viewOf(started(1), retry(bought(3))))).toEqual({ usage: bought(3), cost_usd: 310 });
  });

  test('of which nobody can tell anything has an unknown usage', () => {
    expect(bill(viewOf(started(1)), null)).toMatchObject({ usage: null, attempt_usage: null });
  });
});

describe('the cost', () => {
  test('is that of each attempt at the price of whom it asked', () => {
    const other = { model: 'sim-claude' };
    expect(bill(viewOf(started(1), retry(bought(3)), started(2, other)), bought(4)).cost_usd).toBe(310 + 50);
  });

  const unpriced = { provider: 'openai', model: 'nobody-knows' };

  test('is unknown when one attempt has no known price', () => {
    expect(bill(viewOf(started(1, unpriced), retry(bought(1)), started(2)), bought(2)).cost_usd).toBeNull();
  });

  test('of nothing is nothing at any price', () => {
    expect(bill(viewOf(started(1, unpriced)), NO_USAGE).cost_usd).toBe(0);
  });
});
