import { expect, test } from 'vitest';
import { retryDelayMs } from './retry-delay.ts';

const ceilings = [1, 2, 3, 4, 5, 6, 7, 8, 9, 1_000_000].map((failures) => retryDelayMs(failures, 1));

test('the first retry is at once, later ones double up to eight seconds and stay there', () => {
  expect(ceilings).toEqual([0, 250, 500, 1000, 2000, 4000, 8000, 8000, 8000, 8000]);
});

test('the jitter is full: any part of the ceiling', () => {
  expect(retryDelayMs(5, 0)).toBe(0);
  expect(retryDelayMs(5, 0.5)).toBe(1000);
});

test('what the service asked for is never undercut', () => {
  expect(retryDelayMs(1, 0, 3_000)).toBe(3_000);
  expect(retryDelayMs(9, 1, 3_000)).toBe(8_000);
});
