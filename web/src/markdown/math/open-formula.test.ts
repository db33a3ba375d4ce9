import { expect, test } from 'vitest';
import { readOpenFormula } from './open-formula.ts';

test.each([
  ['$$', ''],
  ['$$\na', 'a'],
  ['$$\na\n+ b\n', 'a\n+ b'],
  ['$$a$', 'a'],
  ['\\[\nx \\', 'x'],
  ['  \\[x', 'x'],
])('%j is an open formula', (text, formula) => {
  expect(readOpenFormula(text)).toBe(formula);
});

test.each(['$', 'a $$ b', '$$a$$', '$$\na\n$$\n', '$$ and\n\nso', '\\[x\\]', '', '\\(x'])(
  '%j is none',
  (text) => {
    expect(readOpenFormula(text)).toBeUndefined();
  },
);
