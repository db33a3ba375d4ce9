/** The spans of time that figures are asked for, and how a chart of each is cut. */
export const STATS_WINDOWS = ['1h', '24h', '7d'] as const;
export type StatsWindow = (typeof STATS_WINDOWS)[number];

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const CUTS: Record<StatsWindow, { bucketMs: number; buckets: number }> = {
  '1h': { bucketMs: MINUTE_MS, buckets: 60 },
  '24h': { bucketMs: HOUR_MS / 2, buckets: 48 },
  '7d': { bucketMs: 3 * HOUR_MS, buckets: 56 },
};

/** A window as it lies at a moment. Buckets begin on whole multiples of their length, so that a chart stands still. */
export interface WindowCut {
  fromMs: number;
  /** That moment. */
  toMs: number;
  bucketMs: number;
  /** The last one is still being filled. */
  buckets: number;
}

export function cutWindow(window: StatsWindow, nowMs: number): WindowCut {
  const { bucketMs, buckets } = CUTS[window];
  const lastBucketMs = Math.floor(nowMs / bucketMs) * bucketMs;
  return { fromMs: lastBucketMs - (buckets - 1) * bucketMs, toMs: nowMs, bucketMs, buckets };
}
