import { expect, test } from 'vitest';
import { queryNumber } from './query-number.ts';

test.each(['1', '200', '007'])('%j is a number from 1 to 200', (text) => {
  expect(queryNumber(1, 200).parse(text)).toBe(Number(text));
});

test.each(['0x10', '1e2', ' 7', '7 ', '+7', '-7', '7.0', '', 'many', 'Infinity', '0', '201', '9'.repeat(16)])(
  '%j is none',
  (text) => {
    expect(queryNumber(1, 200).safeParse(text).success).toBe(false);
  },
);
