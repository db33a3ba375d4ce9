import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { START, formatCursor, judgeCursor, parseCursor, parseSeq } from './cursor.ts';
import type { Cursor, LogEnd } from './cursor.ts';

describe('a cursor as text', () => {
  test('comes back as it was written', () => {
    fc.assert(
      fc.property(fc.nat(9_999_999_999), fc.nat(999_999), (seq, incarnation) => {
        expect(parseCursor(formatCursor({ seq, incarnation }))).toEqual({ seq, incarnation });
        expect(parseSeq(String(seq))).toBe(seq);
      }),
    );
  });

  test('of a reader that has seen nothing is 0-0', () => {
    expect(formatCursor(START)).toBe('0-0');
  });

  test.each(['', '48', '48-', '-0', '048-0', '48-00', ' 48-0', '48-0 ', '48-0-0', '+48-0', '-48-0', '4.8-0'])(
    'is not %j',
    (text) => {
      expect(parseCursor(text)).toBeUndefined();
    },
  );

  // What Redis would take as an id of its own, or as a number out of the safe range.
  test.each([
    '$',
    '>',
    '*',
    '+',
    '-',
    '(48-0',
    '0x30-0',
    '1e3-0',
    '٤٨-0',
    '48-0\n',
    '10000000000-0',
    '1-1000000',
  ])('is not %j, which must never reach Redis', (text) => {
    expect(parseCursor(text)).toBeUndefined();
  });

  test.each(['', '-1', '+1', '048', '4.8', '1e3', '0x30', ' 48', '48\n', '48-0', '10000000000'])(
    'as a bare seq is not %j',
    (text) => {
      expect(parseSeq(text)).toBeUndefined();
    },
  );
});

describe('invariant 4: a reader with a cursor', () => {
  const running = { seq: 10, incarnation: 0, isTerminal: false };
  const ended = { ...running, isTerminal: true };
  const rebuilt = { seq: 10, incarnation: 2, isTerminal: false };

  test.each([
    ['has seen nothing', '0-0', running, 'resume'],
    ['is inside the log', '4-0', running, 'resume'],
    ['is at the end of a log that goes on', '10-0', running, 'resume'],
    ['is past the end', '11-0', running, 'ahead'],
    ['comes from an incarnation there never was', '4-1', running, 'ahead'],
    ['has seen nothing of a log that is over', '0-0', ended, 'resume'],
    ['is inside a log that is over', '9-0', ended, 'resume'],
    ['has the whole of a log that is over', '10-0', ended, 'finished'],
    ['is past the end of a log that is over', '11-0', ended, 'ahead'],
    ['is inside a rebuilt log', '4-2', rebuilt, 'resume'],
    ['is inside what a rebuilt log has kept', '4-0', rebuilt, 'resume'],
    ['has seen more than a rebuilt log has kept', '11-1', rebuilt, 'rewound'],
    ['is past the end of a rebuilt log', '11-2', rebuilt, 'ahead'],
    ['comes from an incarnation after the rebuilt one', '4-3', rebuilt, 'ahead'],
    [
      'has seen more than a rebuilt log has kept that is over',
      '11-0',
      { ...rebuilt, isTerminal: true },
      'rewound',
    ],
    ['has the whole of a rebuilt log that is over', '10-2', { ...rebuilt, isTerminal: true }, 'finished'],
  ] as const)('that %s: %s', (_case, text, end, verdict) => {
    const cursor = parseCursor(text) ?? START;
    expect(judgeCursor(cursor, end)).toBe(verdict);
  });

  test('never resumes behind the end, is finished only exactly there, and rewound only from before', () => {
    const position = fc.record({ seq: fc.nat(20), incarnation: fc.nat(3) });
    const holds = {
      resume: (cursor: Cursor, end: LogEnd) => cursor.seq <= end.seq,
      finished: (cursor: Cursor, end: LogEnd) => cursor.seq === end.seq && end.isTerminal,
      rewound: (cursor: Cursor, end: LogEnd) => cursor.incarnation < end.incarnation,
      ahead: (cursor: Cursor, end: LogEnd) => cursor.incarnation > end.incarnation || cursor.seq > end.seq,
    };
    fc.assert(
      fc.property(position, position, fc.boolean(), (cursor, at, isTerminal) => {
        const end = { ...at, isTerminal };
        expect(holds[judgeCursor(cursor, end)](cursor, end)).toBe(true);
      }),
    );
  });
});
