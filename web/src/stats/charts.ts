import type { StatsReply } from '@continuo/shared/protocol/stats-api';

/** What charts draw and tables list: the same numbers, made in one place. */

/** The token of a colour, without its prefix. */
export type ChartColour = 'accent' | 'running' | 'completed' | 'cached' | 'failed' | 'cancelled' | 'retrying';

export interface ChartSeries<Name extends string = string> {
  name: Name;
  colour: ChartColour;
  isDashed?: boolean;
  /** One for each time; null: nothing to tell. */
  values: (number | null)[];
}

export interface Chart<Name extends string = string> {
  /** Where each bucket begins, unix ms. */
  times: number[];
  bucketMs: number;
  series: ChartSeries<Name>[];
}

type Buckets = StatsReply['series'];

export type TasksSeries = 'bought' | 'cached' | 'failed' | 'cancelled' | 'open';

/** Each task in exactly one series, so that they can stand on one another. */
export function chartTasks(series: Buckets): Chart<TasksSeries> {
  return chartOf(series, [
    { name: 'bought', colour: 'completed', of: ({ by_status, hits }) => by_status.completed - hits },
    { name: 'cached', colour: 'cached', of: ({ hits }) => hits },
    { name: 'failed', colour: 'failed', of: ({ by_status }) => by_status.failed },
    { name: 'cancelled', colour: 'cancelled', of: ({ by_status }) => by_status.cancelled },
    { name: 'open', colour: 'running', of: ({ by_status }) => by_status.queued + by_status.running },
  ]);
}

export function chartHitRate(series: Buckets): Chart<'hitRate'> {
  return chartOf(series, [
    {
      name: 'hitRate',
      colour: 'cached',
      of: ({ by_status, hits }) => (by_status.completed === 0 ? null : hits / by_status.completed),
    },
  ]);
}

export type LatencySeries = 'p50' | 'p95';
/** What takes how long: until the first text, or until the end. */
export type LatencyOf = 'first_chunk_ms' | 'total_ms';

export function chartLatency(series: Buckets, of: LatencyOf): Chart<LatencySeries> {
  return chartOf(series, [
    { name: 'p50', colour: 'accent', of: (bucket) => bucket[of].p50 },
    { name: 'p95', colour: 'retrying', isDashed: true, of: (bucket) => bucket[of].p95 },
  ]);
}

interface SeriesPlan<Name extends string> extends Omit<ChartSeries<Name>, 'values'> {
  of: (bucket: Buckets['buckets'][number]) => number | null;
}

function chartOf<Name extends string>(
  { bucket_ms: bucketMs, buckets }: Buckets,
  plans: readonly SeriesPlan<Name>[],
): Chart<Name> {
  return {
    times: buckets.map(({ at }) => at),
    bucketMs,
    series: plans.map(({ of, ...plan }) => ({ ...plan, values: buckets.map(of) })),
  };
}

/** Each value on top of those before it. */
export function stack(series: readonly ChartSeries[]): (number | null)[][] {
  const sums: number[] = [];
  return series.map(({ values }) =>
    values.map((value, i) => {
      sums[i] = (sums[i] ?? 0) + (value ?? 0);
      return sums[i];
    }),
  );
}

/** The rows of a table that say something. */
export function listRows(chart: Chart): { at: number; values: (number | null)[] }[] {
  return chart.times
    .map((at, i) => ({ at, values: chart.series.map(({ values }) => values[i] ?? null) }))
    .filter(({ values }) => values.some((value) => value !== null && value !== 0));
}
