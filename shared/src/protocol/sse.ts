import { formatCursor, type Cursor } from './cursor.ts';
import { entryJson, type StoredEntry } from './entry.ts';

/**
 * Server-Sent Events frames (WHATWG HTML, section 9.2). Event names are constants, ids are numbers and data is
 * one line of JSON, so no text of an answer can break out of its frame.
 */
export function encodeEntry(entry: StoredEntry): string {
  return `id: ${formatCursor(entry)}\nevent: ${entry.type}\ndata: ${entryJson(entry)}\n\n`;
}

export function encodeEntries(entries: readonly StoredEntry[]): string {
  let frames = '';
  for (const entry of entries) frames += encodeEntry(entry);
  return frames;
}

/** Tells a reader who is ahead of a rebuilt log to cut back to this cursor (invariant 4). */
export function encodeRewind({ seq, incarnation }: Cursor): string {
  return `id: ${seq}-${incarnation}\nevent: rewind\ndata: {"seq":${seq},"incarnation":${incarnation}}\n\n`;
}

/** @param data one line of JSON */
export function encodeEvent(id: string, event: string, data: string): string {
  return `id: ${id}\nevent: ${event}\ndata: ${data}\n\n`;
}

/** Moves a reader's cursor on without an event: no data, so nothing is dispatched. */
export function encodeCursor(id: string): string {
  return `id: ${id}\n\n`;
}

/** @param ms how long a reader waits before it reconnects; a whole number */
export function encodeRetry(ms: number): string {
  return `retry: ${Math.trunc(ms)}\n\n`;
}

/** A comment: keeps proxies and watchdogs content, carries nothing. */
export const HEARTBEAT = ': heartbeat\n\n';
