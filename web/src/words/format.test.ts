import { expect, test } from 'vitest';
import {
  countWords,
  formatAgo,
  formatBytes,
  formatDollars,
  formatDuration,
  formatElapsed,
  formatPercent,
  formatShortDuration,
} from './format.ts';

test.each([
  [41.4, '41\u00a0ms'],
  [6_240, '6.2\u00a0s'],
  [84_400, '84\u00a0s'],
  [250_000, '4\u00a0min\u00a010\u00a0s'],
  [11_100_000, '3\u00a0h\u00a05\u00a0min'],
  [3_600_000, '1\u00a0h'],
])('%d ms is %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test('what still goes on counts whole seconds, and never less than none', () => {
  expect(formatElapsed(6_900)).toBe('6\u00a0s');
  expect(formatElapsed(-50)).toBe('0\u00a0s');
});

test.each([
  [0, '$0'],
  [0.00314, '$0.0031'],
  [12.5, '$13'],
])('%d dollars are %s', (usd, text) => {
  expect(formatDollars(usd)).toBe(text);
});

test('words are what spaces part', () => {
  expect(countWords(' one two\nthree ')).toBe(3);
  expect(countWords('')).toBe(0);
});

test('the past is told in the largest unit that fits', () => {
  expect(formatAgo(200)).toBe('now');
  expect(formatAgo(3 * 3_600_000)).toBe('3 hours ago');
});

test('a share is a percentage', () => {
  expect(formatPercent(0.4123)).toBe('41.2%');
});

test.each([
  [812, '812 byte'],
  [1_434, '1.4 kB'],
  [64 * 1_024 * 1_024, '64 MB'],
])('%d bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test('with little room a duration has one unit', () => {
  expect(formatShortDuration(6_240)).toBe('6.2\u00a0s');
  expect(formatShortDuration(90_000)).toBe('1.5\u00a0min');
});
