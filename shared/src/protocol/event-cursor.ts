/**
 * Where a reader of the events of all tasks stands: of each partition, in order, the id of the last event it saw.
 * As text it is the SSE `id:` of `GET /api/events`, and what comes back as `Last-Event-ID` or `?after=`.
 */
export type EventPositions = readonly string[];

/** Redis ids, `<ms>-<n>`, with both numbers in base 36: there may be many partitions. */
const POSITION_PATTERN = /^([0-9a-z]{1,10})-([0-9a-z]{1,10})$/;
const BASE = 36;

export function formatEventCursor(positions: EventPositions): string {
  return positions.map((position) => position.split('-').map(toBase36).join('-')).join('.');
}

/** Undefined: it is not the text of a cursor. */
export function parseEventCursor(text: string): string[] | undefined {
  const positions = text.split('.').map(parsePosition);
  return positions.every((position) => position !== undefined) ? positions : undefined;
}

function toBase36(number: string): string {
  return Number(number).toString(BASE);
}

function parsePosition(text: string): string | undefined {
  const match = POSITION_PATTERN.exec(text);
  if (!match) return undefined;
  const [, ms = '', n = ''] = match;
  return `${Number.parseInt(ms, BASE)}-${Number.parseInt(n, BASE)}`;
}
