import { expect, test } from 'vitest';
import { countRunning } from './count-running.ts';

const OF_ALL = { idle_ms: 0, name: 'host-1' };

test('counts the tasks of the owner, not what generators hold for all', () => {
  expect(
    countRunning([
      { ...OF_ALL, service: 'generator', held: 5, task_ids: ['t0_a', 't0_b'] },
      { ...OF_ALL, service: 'generator', held: 3, task_ids: [] },
      { ...OF_ALL, service: 'persister', held: 4, task_ids: ['t0_c'] },
    ]),
  ).toEqual({ count: 2, isAtLeast: false });
});

test('says that there may be more when a generator holds more than it names', () => {
  const task_ids = ['t0_a', 't0_b'];
  expect(countRunning([{ ...OF_ALL, service: 'generator', held: 21, task_ids }])).toEqual({
    count: 2,
    isAtLeast: true,
  });
});
