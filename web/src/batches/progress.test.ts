import type { BatchReply } from '@continuo/shared/protocol/batch-api';
import { describe, expect, test } from 'vitest';
import { countEnded, decideActions, partProgress } from './progress.ts';

const progress = { total: 20, waiting: 5, running: 3, completed: 8, cached: 2, failed: 3, cancelled: 1 };
const batch: BatchReply = {
  batch_id: 'b_019aa0c25f3e7d1cb0a1c2d3e4f50619',
  name: 'nightly',
  status: 'running',
  concurrency: 4,
  conversation_id: 'c_019aa0c25f3e7d1cb0a1c2d3e4f50619',
  created_at: 1,
  finished_at: null,
  progress,
  tokens: { input: 0, output: 0 },
  cost_usd: 0,
  unpriced: 0,
};

test('the parts of the bar are all lines, each once', () => {
  const parts = partProgress(progress);
  expect(parts).toEqual({ completed: 6, cached: 2, failed: 3, cancelled: 1, running: 3, waiting: 5 });
  expect(Object.values(parts).reduce((sum, count) => sum + count, 0)).toBe(progress.total);
  expect(countEnded(progress)).toBe(12);
});

describe('what can be done', () => {
  const allowed = (changed: Partial<BatchReply>): string[] =>
    Object.entries(decideActions({ ...batch, ...changed }))
      .filter(([, isAllowed]) => isAllowed)
      .map(([name]) => name);

  test('with one that runs', () => expect(allowed({})).toEqual(['pause', 'cancel', 'retry']));
  test('with one that is paused', () =>
    expect(allowed({ status: 'paused' })).toEqual(['resume', 'cancel', 'retry']));
  test('with one that is being cancelled: nothing until it is over', () =>
    expect(allowed({ status: 'cancelled' })).toEqual([]));
  test('with one that is over', () =>
    expect(allowed({ status: 'completed', finished_at: 2 })).toEqual(['retry', 'delete']));
  test('where nothing failed there is nothing to retry', () =>
    expect(allowed({ status: 'completed', finished_at: 2, progress: { ...progress, failed: 0 } })).toEqual([
      'delete',
    ]));
});
