import type { EntryType } from '@continuo/shared/protocol/entry';
import { describe, expect, test } from 'vitest';
import { findLine, groupEntries, groupOf, type EventLine } from './group-entries.ts';
import type { LoggedEntry } from './logged-entry.ts';

const NONE = (): boolean => false;
const ALL = (): boolean => true;

function makeEntry(seq: number, type: EntryType, epoch = 1): LoggedEntry {
  return { id: `${seq}-0`, seq, incarnation: 0, type, epoch, at: 1_000 + seq * 10, data: {} };
}

/** `accepted`, `attempt_started`, five chunks, the takeover, two chunks, `completed`. */
const LOG: readonly LoggedEntry[] = [
  makeEntry(1, 'accepted', 0),
  makeEntry(2, 'attempt_started'),
  ...[3, 4, 5, 6, 7].map((seq) => makeEntry(seq, 'chunk')),
  makeEntry(8, 'attempt_started', 2),
  ...[9, 10].map((seq) => makeEntry(seq, 'chunk', 2)),
  makeEntry(11, 'completed', 2),
];

const tell = (line: EventLine): string =>
  line.kind === 'chunks' ? `${line.key} ×${line.entries.length}` : String(line.entry.seq);

describe('lines of events', () => {
  test('have chunks that follow one another in one', () => {
    expect(groupEntries(LOG, NONE).map(tell)).toEqual(['1', '2', '3 ×5', '8', '9', '10', '11']);
  });

  test('tell each chunk of an opened group below it', () => {
    const lines = groupEntries(LOG, (key) => key === 3);
    expect(lines.map(tell)).toEqual(['1', '2', '3 ×5', '3', '4', '5', '6', '7', '8', '9', '10', '11']);
  });

  test('count every entry once, opened or not', () => {
    for (const isOpen of [NONE, ALL]) {
      const counted = groupEntries(LOG, isOpen).flatMap((line) => {
        if (line.kind === 'chunks') return line.entries;
        return line.isOfGroup ? [] : [line.entry];
      });
      expect(counted).toEqual(LOG);
    }
  });

  test('say how long after the line before they came', () => {
    const deltas = groupEntries(LOG, NONE).map(({ deltaMs }) => deltaMs);
    expect(deltas).toEqual([undefined, 10, 10, 10, 10, 10, 10]);
  });

  test('never have a time before the one before, though clocks may', () => {
    const [first, second] = [makeEntry(1, 'accepted'), { ...makeEntry(2, 'completed'), at: 0 }];
    expect(groupEntries([first, second], NONE).at(-1)?.deltaMs).toBe(0);
  });

  test('keep the chunks of two holders apart', () => {
    const chunks = [1, 1, 1, 2, 2, 2].map((epoch, index) => makeEntry(index + 1, 'chunk', epoch));
    expect(groupEntries(chunks, NONE).map(tell)).toEqual(['1 ×3', '4 ×3']);
  });

  test('keep their groups while more comes', () => {
    const before = groupEntries(LOG.slice(0, 6), NONE).at(-1);
    expect(before && tell(before)).toBe('3 ×4');
  });
});

describe('an entry that is looked for', () => {
  test('is on its own line, or in its group', () => {
    expect(findLine(groupEntries(LOG, NONE), 8)).toBe(3);
    expect(findLine(groupEntries(LOG, NONE), 5)).toBe(2);
    expect(findLine(groupEntries(LOG, ALL), 5)).toBe(5);
    expect(findLine(groupEntries(LOG, ALL), 99)).toBe(-1);
  });

  test('has a group only where it is told in one', () => {
    const lines = groupEntries(LOG, NONE);
    expect([2, 3, 7, 8, 10].map((seq) => groupOf(lines, seq))).toEqual([
      undefined,
      3,
      3,
      undefined,
      undefined,
    ]);
  });
});
