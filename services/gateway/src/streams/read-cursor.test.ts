import { expect, test } from 'vitest';
import { readCursor } from './read-cursor.ts';

const cursor = (seq: number, incarnation: number) => ({ tag: 'cursor', cursor: { seq, incarnation } });

test.each([
  ['nothing', undefined, undefined, cursor(0, 0)],
  ['empty texts', '', '', cursor(0, 0)],
  ['a header', '48-2', undefined, cursor(48, 2)],
  ['a query', undefined, '48-2', cursor(48, 2)],
  ['a bare seq', undefined, '48', { tag: 'seq', seq: 48 }],
  ['both: the header wins', '97-0', '48', cursor(97, 0)],
  ['an empty header and a query', '', '48-0', cursor(48, 0)],
  ['a malformed header beside a good query', 'x', '48', { tag: 'malformed' }],
  ['a malformed query beside a good header', '48', 'x', { tag: 'malformed' }],
])('readCursor with %s', (_name, lastEventId, after, expected) => {
  expect(readCursor(lastEventId, after)).toEqual(expected);
});
