import { expect, test } from 'vitest';
import { retryDelayMs } from './retry-delay.ts';

const LONG_MS = 3_600_000;
const ceilings = [1, 2, 3, 4, 5, 6, 7, 8, 9, 1_000_000].map((count) =>
  retryDelayMs({ count, lastedMs: LONG_MS }, 1),
);

test('the first retry is at once, later ones double up to eight seconds and stay there', () => {
  expect(ceilings).toEqual([0, 250, 500, 1000, 2000, 4000, 8000, 8000, 8000, 8000]);
});

test('the jitter is full: any part of the ceiling', () => {
  expect(retryDelayMs({ count: 5, lastedMs: LONG_MS }, 0)).toBe(0);
  expect(retryDelayMs({ count: 5, lastedMs: LONG_MS }, 0.5)).toBe(1000);
});

test('nobody waits for longer than the failures have lasted, but for the first ceiling', () => {
  expect(retryDelayMs({ count: 9, lastedMs: 3_000 }, 1)).toBe(3_000);
  expect(retryDelayMs({ count: 9, lastedMs: 10 }, 1)).toBe(250);
});

test('what the service asked for is never undercut', () => {
  expect(retryDelayMs({ count: 1, lastedMs: 0 }, 0, 3_000)).toBe(3_000);
  expect(retryDelayMs({ count: 9, lastedMs: LONG_MS }, 1, 3_000)).toBe(8_000);
});
