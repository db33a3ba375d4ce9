/**
 * A cursor names the last entry a reader saw. Its text, `<seq>-<incarnation>`, is at once the Redis entry
 * id, the SSE `id:` and what comes back as `Last-Event-ID` (docs/PROTOCOL.md, "Cursors").
 */
export interface Cursor {
  seq: number;
  incarnation: number;
}

/** The cursor of a reader that has seen nothing. */
export const START: Cursor = { seq: 0, incarnation: 0 };

const CURSOR_PATTERN = /^(0|[1-9]\d{0,9})-(0|[1-9]\d{0,5})$/;
const SEQ_PATTERN = /^(0|[1-9]\d{0,9})$/;

export function formatCursor(cursor: Cursor): string {
  return `${cursor.seq}-${cursor.incarnation}`;
}

/** Reads the full form, `48-0`. Undefined when the text is anything else. */
export function parseCursor(text: string): Cursor | undefined {
  const match = CURSOR_PATTERN.exec(text);
  return match ? { seq: Number(match[1]), incarnation: Number(match[2]) } : undefined;
}

/** Reads a bare seq, `48`, which means that seq of the current incarnation. */
export function parseSeq(text: string): number | undefined {
  return SEQ_PATTERN.test(text) ? Number(text) : undefined;
}

export type CursorVerdict = 'resume' | 'finished' | 'ahead' | 'rewound';

/** Where a log ends, as far as a reader's cursor is concerned. */
export interface LogEnd {
  seq: number;
  incarnation: number;
  isTerminal: boolean;
}

/**
 * What a reader with this cursor may have: the rest of the log (`resume`), nothing because it has all of it
 * (`finished`), a refusal because the cursor was never given out (`ahead`), or a cut back because the log was
 * rebuilt with fewer entries since (`rewound`, invariant 4).
 */
export function judgeCursor(cursor: Cursor, end: LogEnd): CursorVerdict {
  if (cursor.incarnation > end.incarnation) return 'ahead';
  if (cursor.seq > end.seq) return cursor.incarnation < end.incarnation ? 'rewound' : 'ahead';
  return end.isTerminal && cursor.seq === end.seq ? 'finished' : 'resume';
}
