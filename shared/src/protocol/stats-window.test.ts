import { expect, test } from 'vitest';
import { cutWindow, STATS_WINDOWS } from './stats-window.ts';

const NOW = 1_795_246_094_790;
const SPAN_MS = { '1h': 3_600_000, '24h': 86_400_000, '7d': 604_800_000 };

test.each(STATS_WINDOWS)(
  '%s is cut into at most 60 buckets, the last of which holds the present',
  (window) => {
    const { fromMs, bucketMs, buckets } = cutWindow(window, NOW);
    expect(buckets).toBeLessThanOrEqual(60);
    expect(bucketMs * buckets).toBe(SPAN_MS[window]);
    expect(Math.floor((NOW - fromMs) / bucketMs)).toBe(buckets - 1);
  },
);

test.each(STATS_WINDOWS)('the buckets of %s begin where they did until the next one begins', (window) => {
  const { fromMs, bucketMs } = cutWindow(window, NOW);
  expect(fromMs % bucketMs).toBe(0);
  const endOfBucket = fromMs + bucketMs * cutWindow(window, NOW).buckets - 1;
  expect(cutWindow(window, endOfBucket).fromMs).toBe(fromMs);
  expect(cutWindow(window, endOfBucket + 1).fromMs).toBe(fromMs + bucketMs);
});
