import { expect, test } from 'vitest';
import { choosePassed } from './seen-store.ts';

const sizes = [
  { id: 'now', chars: 40 },
  { id: 'today', chars: 50 },
  { id: 'yesterday', chars: 30 },
  { id: 'once', chars: 1 },
];

test('what there is room for stays', () => {
  expect(choosePassed(sizes, 121, 4)).toEqual([]);
});

test('the ones not looked at for longest make room', () => {
  expect(choosePassed(sizes, 120, 4)).toEqual(['once']);
  expect(choosePassed(sizes, 100, 4)).toEqual(['yesterday', 'once']);
});

test('there are only so many, however small', () => {
  expect(choosePassed(sizes, 1_000, 2)).toEqual(['yesterday', 'once']);
});
