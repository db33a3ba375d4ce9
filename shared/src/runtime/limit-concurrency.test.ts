import { expect, test } from 'vitest';
import { limitConcurrency } from './limit-concurrency.ts';

test('at most so many run at a time, in the order in which they came, also after one failed', async () => {
  const limit = limitConcurrency(2);
  const started: number[] = [];
  const gates = Array.from({ length: 4 }, () => Promise.withResolvers<number>());
  const runs = gates.map((gate, i) =>
    limit(() => {
      started.push(i);
      return gate.promise;
    }),
  );
  expect(started).toEqual([0, 1]);
  gates[1]?.reject(new Error('failed'));
  await expect(runs[1]).rejects.toThrow('failed');
  expect(started).toEqual([0, 1, 2]);
  for (const gate of gates) gate.resolve(7);
  expect(await Promise.all([runs[0], runs[2], runs[3]])).toEqual([7, 7, 7]);
  expect(started).toEqual([0, 1, 2, 3]);
});
