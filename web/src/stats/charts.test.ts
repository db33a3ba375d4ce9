import type { StatsReply } from '@continuo/shared/protocol/stats-api';
import { describe, expect, test } from 'vitest';
import { chartHitRate, chartLatency, chartTasks, listRows, stack } from './charts.ts';

const NO_LATENCY = { p50: null, p95: null };

function bucket(at: number, given: Partial<StatsReply['series']['buckets'][number]>) {
  const by_status = { queued: 0, running: 0, completed: 0, failed: 0, cancelled: 0 };
  const empty = { tasks: 0, by_status, hits: 0, input_tokens: 0, output_tokens: 0, cost_usd: 0 };
  return { at, ...empty, first_chunk_ms: NO_LATENCY, total_ms: NO_LATENCY, ...given };
}

const series = {
  bucket_ms: 60_000,
  buckets: [
    bucket(0, {}),
    bucket(60_000, {
      tasks: 11,
      by_status: { queued: 1, running: 2, completed: 5, failed: 2, cancelled: 1 },
      hits: 2,
      first_chunk_ms: { p50: 40, p95: 90 },
      total_ms: { p50: 400, p95: 900 },
    }),
  ],
};

test('each task stands in one series', () => {
  const { series: drawn, times, bucketMs } = chartTasks(series);
  expect(times).toEqual([0, 60_000]);
  expect(bucketMs).toBe(60_000);
  expect(drawn.map(({ name, values }) => [name, values[1]])).toEqual([
    ['bought', 3],
    ['cached', 2],
    ['failed', 2],
    ['cancelled', 1],
    ['open', 3],
  ]);
});

test('stacked, the last series ends at the number of tasks', () => {
  const stacked = stack(chartTasks(series).series);
  expect(stacked.map((values) => values[1])).toEqual([3, 5, 7, 8, 11]);
  expect(stacked.at(-1)?.[0]).toBe(0);
});

test('before anything was completed there is no hit rate', () => {
  expect(chartHitRate(series).series[0]?.values).toEqual([null, 0.4]);
});

describe('latency', () => {
  test('is that of what was asked for', () => {
    expect(chartLatency(series, 'first_chunk_ms').series.map(({ values }) => values[1])).toEqual([40, 90]);
    expect(chartLatency(series, 'total_ms').series.map(({ values }) => values[1])).toEqual([400, 900]);
  });
});

test('a table leaves out the times of which there is nothing to tell', () => {
  expect(listRows(chartTasks(series)).map(({ at }) => at)).toEqual([60_000]);
  expect(listRows(chartHitRate(series))).toEqual([{ at: 60_000, values: [0.4] }]);
});
