import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatEventCursor, parseEventCursor } from './event-cursor.ts';

test('a cursor says again what it was made of, for any number of partitions', () => {
  const position = fc.tuple(fc.nat({ max: 4_102_444_800_000 }), fc.nat()).map(([ms, n]) => `${ms}-${n}`);
  fc.assert(
    fc.property(fc.array(position, { minLength: 1 }), (positions) => {
      expect(parseEventCursor(formatEventCursor(positions))).toEqual(positions);
    }),
  );
});

test.each(['', '.', 'a', 'a-', '-a', 'a-b.', 'a-b..c-d', 'A-0', 'a-b-c', ' a-b', 'zzzzzzzzzzz-0', 'a-0\n'])(
  'what is not a cursor is not taken for one: %j',
  (text) => {
    expect(parseEventCursor(text)).toBeUndefined();
  },
);
