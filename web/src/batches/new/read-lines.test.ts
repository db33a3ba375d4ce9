import { expect, test } from 'vitest';
import { readLines } from './read-lines.ts';

async function* give(pieces: readonly string[]): AsyncGenerator<string> {
  yield* pieces;
}

test.each([
  [['a\nb'], ['a', 'b']],
  [
    ['a\n', 'b\n'],
    ['a', 'b'],
  ],
  [
    ['a', 'b\nc', '\n', '\nd'],
    ['ab', 'c', '', 'd'],
  ],
  [['\n'], ['']],
  [[''], []],
])('%j has the lines %j', async (pieces, lines) => {
  const read: string[] = [];
  for await (const line of readLines(give(pieces))) read.push(line);
  expect(read).toEqual(lines);
});
