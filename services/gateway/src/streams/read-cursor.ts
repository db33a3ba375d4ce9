import { parseCursor, parseSeq, START, type Cursor } from '@continuo/shared/protocol/cursor';

/** What a reader says it has seen: a full cursor, or a bare seq of the current incarnation. */
export type AskedCursor =
  | { tag: 'cursor'; cursor: Cursor }
  | { tag: 'seq'; seq: number }
  | { tag: 'malformed' };

/**
 * Takes the cursor from `Last-Event-ID` or `?after=`; empty counts as absent, absent means from the start.
 * The header wins: an EventSource that was opened with `?after=` sends both when it reconnects, and only the
 * header has moved on.
 */
export function readCursor(lastEventId: string | undefined, after: string | undefined): AskedCursor {
  const asked = [lastEventId, after].filter((text) => text !== undefined && text !== '').map(parse);
  return asked.find((cursor) => cursor.tag === 'malformed') ?? asked[0] ?? { tag: 'cursor', cursor: START };
}

function parse(text: string | undefined = ''): AskedCursor {
  const cursor = parseCursor(text);
  if (cursor) return { tag: 'cursor', cursor };
  const seq = parseSeq(text);
  return seq === undefined ? { tag: 'malformed' } : { tag: 'seq', seq };
}
