import type { BatchReply } from '@continuo/shared/protocol/batch-api';
import { describe, expect, test } from 'vitest';
import { guessRemaining, measurePace } from './pace.ts';

const batch: BatchReply = {
  batch_id: 'b_019aa0c25f3e7d1cb0a1c2d3e4f50619',
  name: 'nightly',
  status: 'running',
  concurrency: 4,
  conversation_id: 'c_019aa0c25f3e7d1cb0a1c2d3e4f50619',
  created_at: 0,
  finished_at: null,
  progress: { total: 100, waiting: 56, running: 4, completed: 39, cached: 0, failed: 1, cancelled: 0 },
  tokens: { input: 0, output: 0 },
  cost_usd: 0,
  unpriced: 0,
};
const steady = { from: 0, to: 40_000, bucket_ms: 1_000, ended: Array.from({ length: 40 }, () => 1) };

describe('the pace', () => {
  test('is that of the last quarter of the time', () => {
    const ended = [...Array.from({ length: 30 }, () => 0), ...Array.from({ length: 10 }, () => 2)];
    expect(measurePace({ ...steady, ended })).toBe(120);
  });

  test('counts the time that has passed of the last bucket, not all of it', () => {
    expect(measurePace({ from: 0, to: 500, bucket_ms: 1_000, ended: [10] })).toBe(1_200);
  });

  test('is not told of a few ends', () => {
    expect(measurePace({ ...steady, ended: Array.from({ length: 40 }, (_, i) => (i > 35 ? 1 : 0)) })).toBe(
      undefined,
    );
    expect(measurePace({ ...steady, to: 0, ended: [] })).toBe(undefined);
  });
});

describe('the time that is left', () => {
  test('is what has not ended, at that pace', () => {
    expect(guessRemaining(batch, steady)).toBe(60_000);
  });

  test.each([
    [99, 10_000],
    [72, 30_000],
    [0, 100_000],
  ])('is told no finer than it is known: with %i of 100 done', (completed, ms) => {
    const progress = { ...batch.progress, completed, failed: 0 };
    expect(guessRemaining({ ...batch, progress }, steady)).toBe(ms);
  });

  test.each([
    ['one that is paused', { status: 'paused' } as const],
    ['one that is cancelled', { status: 'cancelled' } as const],
    ['one that is over', { status: 'completed', finished_at: 5 } as const],
  ])('is not told of %s', (_, changed) => {
    expect(guessRemaining({ ...batch, ...changed }, steady)).toBe(undefined);
  });
});
