import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoffMs } from './backoff.ts';

const POLICY = { firstMs: 100, maxMs: 5_000 };

test.each([
  [1, 100],
  [2, 200],
  [3, 400],
  [6, 3_200],
  [7, 5_000],
  [1_000_000, 5_000],
])('the wait after failure %i is at most %i ms', (attempt, maxMs) => {
  expect(backoffMs(attempt, POLICY, 1)).toBe(maxMs);
  expect(backoffMs(attempt, POLICY, 0)).toBe(0);
});

test('a wait is never negative, never above the policy and never without end', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat(1_000_000),
      (attempt, random, maxMs) => {
        const waitMs = backoffMs(attempt, { firstMs: 50, maxMs }, random);
        expect(waitMs >= 0 && waitMs <= maxMs && Number.isInteger(waitMs)).toBe(true);
      },
    ),
  );
});

test('those that failed together do not come back together', () => {
  const waits = new Set(Array.from({ length: 20 }, () => backoffMs(5, POLICY)));
  expect(waits.size).toBeGreaterThan(1);
});
