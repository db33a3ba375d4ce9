import { formatCursor, type Cursor } from './cursor.ts';
import { entryJson, type StoredEntry } from './entry.ts';

/**
 * The text messages of `/ws/chat/{task_id}`, one for each event of the event stream and with the same parts:
 * `{"id":"<cursor>","event":"<name>","data":{...}}`.
 */
export function encodeEntryMessage(entry: StoredEntry): string {
  return `{"id":"${formatCursor(entry)}","event":"${entry.type}","data":${entryJson(entry)}}`;
}

/** Tells a reader who is ahead of a rebuilt log to cut back to this cursor (invariant 4). */
export function encodeRewindMessage({ seq, incarnation }: Cursor): string {
  return `{"id":"${seq}-${incarnation}","event":"rewind","data":{"seq":${seq},"incarnation":${incarnation}}}`;
}
