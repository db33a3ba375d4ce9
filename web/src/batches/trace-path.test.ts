import { expect, test } from 'vitest';
import { tracePath } from './trace-path.ts';

test('the largest count reaches the top, none lies on the ground', () => {
  expect(tracePath([0, 4, 2], 100, 41)).toEqual({
    line: 'M0 41L50 1L100 21',
    area: 'M0 41L50 1L100 21L100 41L0 41Z',
  });
});

test('one count is a level, no count is nothing', () => {
  expect(tracePath([3], 100, 41).line).toBe('M0 1L100 1');
  expect(tracePath([], 100, 41)).toEqual({ line: '', area: '' });
});

test('where nothing ended it lies on the ground', () => {
  expect(tracePath([0, 0], 100, 41).line).toBe('M0 41L100 41');
});
