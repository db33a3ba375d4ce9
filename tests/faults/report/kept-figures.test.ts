import { expect, test } from 'vitest';
import { mergeFigures, type KeptFigures } from './kept-figures.ts';

function figures(fault: number, name: string, date: string): KeptFigures {
  const run = { machine: 'm', date, command: 'c', commit: 'a' };
  const scale = { rounds: 1, answers: 1 };
  return { result: { trial: { fault, name, userSees: '' }, scale, tookMs: 1, measured: 'none' }, run };
}

test('figures that were made again take the place of the older ones; the others stay, in the order of the rows', () => {
  const kept = [figures(2, 'a', 'old'), figures(7, 'b', 'old'), figures(7, 'c', 'old')];
  expect(mergeFigures(kept, [figures(7, 'b', 'new'), figures(3, 'd', 'new')])).toEqual([
    figures(2, 'a', 'old'),
    figures(3, 'd', 'new'),
    figures(7, 'c', 'old'),
    figures(7, 'b', 'new'),
  ]);
});
