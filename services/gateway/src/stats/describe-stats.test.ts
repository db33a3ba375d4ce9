import { describe, expect, test } from 'vitest';
import type { ModelFigures, StoredStats, TaskFigures } from '@continuo/shared/postgres/read-stats';
import type { PriceList } from '@continuo/shared/protocol/prices';
import { cutWindow } from '@continuo/shared/protocol/stats-window';
import { describeStats } from './describe-stats.ts';

const NOW = 1_795_246_094_790;
const CUT = cutWindow('1h', NOW);
const PRICES: PriceList = {
  providers: {
    openai: { taken: '2026-11-21', models: { priced: { input: 1, cached_input: 1, output: 10 } } },
  },
};
const NOTHING: TaskFigures = {
  tasks: 0,
  byStatus: { queued: 0, running: 0, completed: 0, failed: 0, cancelled: 0 },
  hits: 0,
  inputTokens: 0,
  cachedInputTokens: 0,
  outputTokens: 0,
  savedOutputTokens: 0,
  keptOutputTokens: 0,
  costUsd: 0,
  unknownCostTasks: 0,
  savedUsd: 0,
  takeovers: 0,
  retries: 0,
  firstChunkMs: { p50: null, p95: null },
  totalMs: { p50: null, p95: null },
};

function describeSome(stored: Partial<StoredStats>) {
  return describeStats(
    { total: NOTHING, before: NOTHING, models: [], buckets: [], ...stored },
    '1h',
    CUT,
    PRICES,
  );
}

function modelOf(model: string, keptOutputTokens = 0): ModelFigures {
  return { ...NOTHING, provider: 'openai', model, keptOutputTokens };
}

describe('the hit rate', () => {
  test('is the share of hits among what was completed', () => {
    const total = { ...NOTHING, byStatus: { ...NOTHING.byStatus, completed: 4, failed: 9 }, hits: 1 };
    expect(describeSome({ total }).cache).toEqual({ hits: 1, misses: 3, hit_rate: 0.25 });
  });

  test('is unknown before anything was completed', () => {
    expect(describeSome({}).cache).toEqual({ hits: 0, misses: 0, hit_rate: null });
  });
});

describe('what was saved by keeping text', () => {
  test('is worth what its model takes for output', () => {
    const models = [modelOf('priced', 100_000), modelOf('priced', 200_000)];
    expect(describeSome({ models }).cost.saved_by_keeping_usd).toBeCloseTo(3, 9);
  });

  test('is told as far as prices are known', () => {
    const models = [modelOf('priced', 100_000), modelOf('other', 200_000)];
    expect(describeSome({ models }).cost.saved_by_keeping_usd).toBeCloseTo(1, 9);
  });

  test('is unknown where none is, and nothing where nothing was kept', () => {
    expect(describeSome({ models: [modelOf('other', 5)] }).cost.saved_by_keeping_usd).toBeNull();
    expect(describeSome({ models: [modelOf('other')] }).cost.saved_by_keeping_usd).toBe(0);
  });
});

describe('the series', () => {
  test('has a bucket for each step of the window, with nothing where nothing was accepted', () => {
    const byStatus = { ...NOTHING.byStatus, completed: 2, failed: 1 };
    const { series } = describeSome({
      buckets: [{ ...NOTHING, bucket: 7, tasks: 3, byStatus, hits: 1, costUsd: null }],
    });
    expect(series.buckets).toHaveLength(CUT.buckets);
    expect(series.buckets[7]).toMatchObject({
      at: CUT.fromMs + 7 * CUT.bucketMs,
      tasks: 3,
      by_status: byStatus,
      hits: 1,
      cost_usd: null,
    });
    expect(series.buckets[8]).toMatchObject({
      at: CUT.fromMs + 8 * CUT.bucketMs,
      tasks: 0,
      by_status: NOTHING.byStatus,
      hits: 0,
      cost_usd: 0,
      total_ms: { p50: null, p95: null },
    });
  });
});

test('the time before is told beside the window, not in it', () => {
  const byStatus = { ...NOTHING.byStatus, completed: 4, failed: 2 };
  const { tasks, before } = describeSome({
    before: { ...NOTHING, tasks: 6, byStatus, hits: 1, takeovers: 3, costUsd: null },
  });
  expect(tasks).toEqual(NOTHING.byStatus);
  expect(before).toMatchObject({ tasks: 6, failed: 2, hit_rate: 0.25, takeovers: 3, cost_usd: null });
});

test('20 models are told of at most', () => {
  const models = Array.from({ length: 30 }, (_, i) => modelOf(`m${i}`));
  expect(describeSome({ models }).models.map(({ model }) => model)).toEqual(
    models.slice(0, 20).map(({ model }) => model),
  );
});
