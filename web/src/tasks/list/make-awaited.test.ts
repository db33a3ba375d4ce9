import { expect, test } from 'vitest';
import { makeAwaited } from './make-awaited.ts';

test('a task is awaited until it is found', () => {
  const awaited = makeAwaited();
  awaited.add('a');
  awaited.add('b');
  awaited.found('a');
  expect([awaited.has('a'), awaited.has('b'), awaited.countLook()]).toEqual([false, true, 1]);
});

test('what is not found is given up in the end', () => {
  const awaited = makeAwaited();
  awaited.add('a');
  const left = Array.from({ length: 8 }, () => awaited.countLook());
  expect(left[0]).toBe(1);
  expect(left.at(-1)).toBe(0);
  expect(awaited.has('a')).toBe(false);
});

test('news of a task begin its time anew', () => {
  const awaited = makeAwaited();
  awaited.add('a');
  for (let looks = 0; looks < 5; looks += 1) awaited.countLook();
  awaited.add('a');
  expect(awaited.countLook()).toBe(1);
});
