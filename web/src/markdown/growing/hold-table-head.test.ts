import { expect, test } from 'vitest';
import { holdTableHead } from './hold-table-head.ts';

test.each(['| a', '| a | b |', '| a | b |\n', '| a | b |\n| --', '| a | b |\n|---|:-'])(
  'the beginning of a table is held back: %j',
  (head) => {
    expect(holdTableHead(head)).toBe('');
    expect(holdTableHead(`Text.\n${head}`)).toBe('Text.');
  },
);

test.each(['a | b', '| a | b |\n| --- | --- |\n| 1', '| a |\n| --- |\n| 1 |\n| 2', 'Text.', ''])(
  'other text is not: %j',
  (text) => {
    expect(holdTableHead(text)).toBe(text);
  },
);
