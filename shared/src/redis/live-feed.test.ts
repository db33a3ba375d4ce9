import { describe, expect, test } from 'vitest';
import type { EntryType, StoredEntry } from '../protocol/entry.ts';
import { announce, deliver, wakeBehind, type FeedReader, type LiveFeed } from './live-feed.ts';

interface TestReader extends FeedReader {
  taken: number[][];
  wakes: (Promise<void> | undefined)[];
}

/** A live reader that has the log up to `seq`. */
function makeReader(seq: number, reply?: Promise<void>): TestReader {
  const taken: number[][] = [];
  const wakes: (Promise<void> | undefined)[] = [];
  const reader: TestReader = {
    seq,
    incarnation: 0,
    mustRead: false,
    taken,
    wakes,
    take: (entries) => {
      taken.push(entries.map((entry) => entry.seq));
      return reply;
    },
    wake: (until) => {
      reader.wake = undefined;
      wakes.push(until);
    },
  };
  return reader;
}

function makeFeed(...readers: FeedReader[]): LiveFeed {
  return {
    taskId: 't0_1',
    announcedSeq: 0,
    incarnation: 0,
    heardAtMs: 0,
    readers: new Set(readers),
    subscribed: Promise.resolve(),
  };
}

function entriesOf(first: number, last: number, lastType: EntryType = 'chunk'): StoredEntry[] {
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const seq = first + i;
    const type = seq === last ? lastType : 'chunk';
    return { seq, incarnation: 0, epoch: 1, at: 1, type, data: '{}' };
  });
}

describe('entries that are announced', () => {
  test('go to live readers that have all before them, and no others are woken', () => {
    const reader = makeReader(4);
    const feed = makeFeed(reader);
    announce(feed, entriesOf(5, 6), 100);
    expect(reader.taken).toEqual([[5, 6]]);
    expect(reader.wakes).toEqual([]);
    expect(feed).toMatchObject({ announcedSeq: 6, heardAtMs: 100 });
  });

  test('lose what a reader has already', () => {
    const [ahead, even] = [makeReader(5), makeReader(6)];
    announce(makeFeed(ahead, even), entriesOf(4, 6), 0);
    expect(ahead.taken).toEqual([[6]]);
    expect(even.taken).toEqual([]);
    expect([...ahead.wakes, ...even.wakes]).toEqual([]);
  });

  test('wake a reader that lacks some before them', () => {
    const reader = makeReader(3);
    announce(makeFeed(reader), entriesOf(5, 6), 0);
    expect(reader.taken).toEqual([]);
    expect(reader.wakes).toEqual([undefined]);
  });

  test('are not kept for a reader that is not live', () => {
    const reader = makeReader(4);
    reader.wake = undefined;
    announce(makeFeed(reader), entriesOf(5, 5), 0);
    expect(reader.taken).toEqual([]);
    expect(reader.seq).toBe(4);
  });

  test('wake a reader when they end the log', () => {
    const reader = makeReader(4);
    announce(makeFeed(reader), entriesOf(5, 6, 'completed'), 0);
    expect([reader.taken, reader.wakes]).toEqual([[[5, 6]], [undefined]]);
  });

  test('wake a reader that can take no more, once it can', () => {
    const full = Promise.resolve();
    const reader = makeReader(4, full);
    announce(makeFeed(reader), entriesOf(5, 5), 0);
    expect(reader.wakes).toEqual([full]);
  });

  test('never make the log shorter than was heard', () => {
    const feed = makeFeed(makeReader(9));
    announce(feed, entriesOf(8, 9), 0);
    announce(feed, entriesOf(2, 3), 0);
    expect(feed.announcedSeq).toBe(9);
  });
});

test('invariant 4: entries of a rebuilt log are given to nobody who has the one of before', () => {
  const [behind, ahead] = [makeReader(4), makeReader(9)];
  const rebuilt = entriesOf(5, 5).map((entry) => ({ ...entry, incarnation: 1 }));
  announce(makeFeed(behind, ahead), rebuilt, 1);
  expect([behind.taken, ahead.taken]).toEqual([[], []]);
  expect([behind.wakes, ahead.wakes]).toEqual([[undefined], [undefined]]);
});

test('invariant 4: nobody is given an entry that does not follow on the last', () => {
  const reader = makeReader(4);
  expect(() => deliver(reader, entriesOf(6, 7))).toThrow('entry 6 does not follow on 4');
  expect(() => deliver(reader, [...entriesOf(5, 5), ...entriesOf(7, 7)])).toThrow(
    'entry 7 does not follow on 5',
  );
  expect(() => deliver(reader, entriesOf(4, 5))).toThrow('entry 4 does not follow on 4');
  expect([reader.seq, reader.taken]).toEqual([4, []]);
});

describe('a doubt', () => {
  test('has those read that lack something, live or not', () => {
    const [live, reading, even] = [makeReader(4), makeReader(4), makeReader(6)];
    reading.wake = undefined;
    wakeBehind(makeFeed(live, reading, even), { seq: 6, incarnation: 0 });
    expect([live, reading, even].map((reader) => reader.mustRead)).toEqual([true, true, false]);
    expect([live.wakes, even.wakes]).toEqual([[undefined], []]);
  });

  test('invariant 4: has those read that have a log of before its rebuilding, however long', () => {
    const [ahead, fresh] = [makeReader(9), { ...makeReader(9), incarnation: 1 }];
    wakeBehind(makeFeed(ahead, fresh), { seq: 6, incarnation: 1 });
    expect([ahead.mustRead, fresh.mustRead]).toEqual([true, false]);
  });

  test('about everything has all of them read', () => {
    const readers = [makeReader(4), makeReader(60)];
    wakeBehind(makeFeed(...readers));
    expect(readers.map((reader) => reader.mustRead)).toEqual([true, true]);
  });
});
