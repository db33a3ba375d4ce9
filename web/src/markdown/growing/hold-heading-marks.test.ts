import { expect, test } from 'vitest';
import { holdHeadingMarks } from './hold-heading-marks.ts';

test.each([
  ['#', ''],
  ['Text.\n\n##', 'Text.\n\n'],
  ['Text.\n\n### ', 'Text.\n\n'],
  ['Text.\n  #', 'Text.\n'],
])('the marks of %j are held back until their words come', (text, shown) => {
  expect(holdHeadingMarks(text)).toBe(shown);
});

test.each(['# A', 'Text.\n\n## Two', 'C#', 'see #', '####### ', '#\n\nText', '    #'])(
  '%j stays as it is',
  (text) => {
    expect(holdHeadingMarks(text)).toBe(text);
  },
);
