import { describe, expect, test } from 'vitest';
import { compareAmounts, compareShares } from './compare.ts';

describe('amounts', () => {
  test.each([
    [15, 10, { direction: 'up', size: 0.5 }],
    [5, 10, { direction: 'down', size: 0.5 }],
    [0, 10, { direction: 'down', size: 1 }],
    [1_001, 1_000, { direction: 'same', size: 0 }],
  ])('%d after %d', (now, before, change) => {
    expect(compareAmounts(now, before)).toEqual(change);
  });

  test.each([
    [5, 0],
    [5, null],
    [null, 5],
  ])('%s after %s cannot be compared', (now, before) => {
    expect(compareAmounts(now, before)).toBeUndefined();
  });
});

test('shares differ by points, also from none', () => {
  expect(compareShares(0.25, 0)).toEqual({ direction: 'up', size: 0.25 });
  expect(compareShares(0.25, 0.5)).toEqual({ direction: 'down', size: 0.25 });
  expect(compareShares(0.25, null)).toBeUndefined();
});
