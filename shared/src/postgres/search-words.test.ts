import { describe, expect, test } from 'vitest';
import { matchBeginning, parseHeadline } from './search-words.ts';

describe('the last word of a search', () => {
  test.each([
    ["'sky'", 'sky', "'sky':*"],
    ["'blue' & 'sky'", 'blue sky', "'blue' & 'sky':*"],
    ["'blue' <-> 'sky'", '"blue sky', "'blue' <-> 'sky':*"],
    ["'небо'", 'небо', "'небо':*"],
  ])('may be the beginning of one: %s', (tsquery, typed, wanted) => {
    expect(matchBeginning(tsquery, typed)).toBe(wanted);
  });

  test.each([
    ["'sky'", 'sky ', 'there is a space behind it'],
    ["'blue' <-> 'sky'", '"blue sky"', 'a phrase is closed'],
    ["'blue' & !'sky'", 'blue -sky', 'it is excluded'],
    ["'sk'", 'sk', 'it is too short'],
    ['', '!!!', 'there is none'],
  ])('is whole: %s', (tsquery, typed) => {
    expect(matchBeginning(tsquery, typed)).toBe(tsquery);
  });
});

test('a headline becomes pieces, the finds marked', () => {
  expect(parseHeadline('why is the \uE000sky\uE001 \uE000blue\uE001?')).toEqual([
    { text: 'why is the ', match: false },
    { text: 'sky', match: true },
    { text: ' ', match: false },
    { text: 'blue', match: true },
    { text: '?', match: false },
  ]);
  expect(parseHeadline('nothing marked')).toEqual([{ text: 'nothing marked', match: false }]);
  expect(parseHeadline('')).toEqual([]);
});
