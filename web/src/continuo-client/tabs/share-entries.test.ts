import type { Entry } from '@continuo/shared/protocol/entry';
import { describe, expect, test } from 'vitest';
import type { ReadPosition } from '../streams/take-events.ts';
import { BEGINNING, findFirst, isBehind, shareEntries } from './share-entries.ts';

function at(seq: number, incarnation = 0): ReadPosition {
  return { cursor: { seq, incarnation }, epoch: 1 };
}

function entries(firstSeq: number, count: number, incarnation = 0): Entry[] {
  return Array.from({ length: count }, (_, i): Entry => ({
    type: 'chunk',
    chunk_id: i,
    text: 'a',
    seq: firstSeq + i,
    incarnation,
    epoch: 1,
    at: 0,
  }));
}

function share(positions: Record<string, ReadPosition>, news: Entry[]) {
  const { shares, lost } = shareEntries(new Map(Object.entries(positions)), news);
  return { shares: shares.map(({ wants, entries: given }) => [wants, given.map(({ seq }) => seq)]), lost };
}

describe('entries are shared', () => {
  test('so that each reader gets those behind its place', () => {
    const { shares } = share({ a: at(4), b: at(6), c: at(4) }, entries(5, 3));
    expect(shares).toEqual([
      [
        ['a', 'c'],
        [5, 6, 7],
      ],
      [['b'], [7]],
    ]);
  });

  test('and a reader that has them all gets none', () => {
    expect(share({ a: at(7), b: at(90) }, entries(5, 3))).toEqual({ shares: [], lost: [] });
  });

  test('but not with a reader of an entry that the log has lost since', () => {
    const { shares, lost } = share({ a: at(4), b: at(6, 0) }, entries(5, 3, 1));
    expect(shares).toEqual([[['a'], [5, 6, 7]]]);
    expect(lost).toEqual(['b']);
  });
});

test('a stream has passed whoever stands before it, or at another entry of the same number', () => {
  expect(isBehind(at(4), { seq: 5, incarnation: 0 })).toBe(true);
  expect(isBehind(at(5, 0), { seq: 5, incarnation: 1 })).toBe(true);
  expect(isBehind(at(5), { seq: 5, incarnation: 0 })).toBe(false);
  expect(isBehind(at(6), { seq: 5, incarnation: 0 })).toBe(false);
});

test('a stream begins where the last of its readers stands', () => {
  expect(findFirst([at(9), at(3), at(4)])).toEqual(at(3));
  expect(findFirst([])).toEqual(BEGINNING);
});
