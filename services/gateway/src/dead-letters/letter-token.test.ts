import { expect, test } from 'vitest';
import { compareLetterPlaces, formatLetterToken, parseLetterToken, startBehind } from './letter-token.ts';

const PLACE = { letterId: '1700000000000-3', partition: 2 };

test('a token is read back as it was written', () => {
  expect(parseLetterToken(formatLetterToken(PLACE))).toEqual(PLACE);
});

test.each(['', 'x', '+', '%00', ...['(1-0.1', '1-0', '1-0.', '1.1', '1-0.1 '].map(encode)])(
  'the text %j is no token',
  (text) => {
    expect(parseLetterToken(text)).toBeUndefined();
  },
);

function encode(text: string): string {
  return Buffer.from(text).toString('base64url');
}

test('letters are in order of time, and those of one moment by their numbers and partitions', () => {
  const newestFirst = [
    { letterId: '10-0', partition: 0 },
    { letterId: '9-10', partition: 1 },
    { letterId: '9-2', partition: 3 },
    { letterId: '9-2', partition: 1 },
  ];
  expect(newestFirst.toReversed().toSorted(compareLetterPlaces)).toEqual(newestFirst);
});

test('behind a letter come those of the same moment in the partitions below it, and no other', () => {
  const { letterId } = PLACE;
  expect([1, 2, 3].map((partition) => startBehind(PLACE, partition))).toEqual([
    letterId,
    `(${letterId}`,
    `(${letterId}`,
  ]);
});
