import { parseCursor, type Cursor } from '@continuo/shared/protocol/cursor';
import type { Entry } from '@continuo/shared/protocol/entry';
import type { EventSourceMessage } from 'eventsource-parser';

/** One event of a task's stream (docs/PROTOCOL.md, "Reading a task"). */
export type StreamEvent =
  | { kind: 'entry'; entry: Entry }
  /** The log was rebuilt and now ends at this cursor. */
  | { kind: 'rewind'; cursor: Cursor };

/**
 * @returns undefined for an event that this protocol does not know or that arrived broken: passed over, it shows
 *   as a gap if it was an entry
 */
export function readStreamEvent(message: EventSourceMessage): StreamEvent | undefined {
  const cursor = parseCursor(message.id ?? '');
  if (!cursor) return undefined;
  if (message.event === 'rewind') return { kind: 'rewind', cursor };
  try {
    // Trusted beyond being JSON: only the transitions write entries, and the gateway splices their bytes.
    const body = JSON.parse(message.data) as object;
    return { kind: 'entry', entry: { ...body, ...cursor } as Entry };
  } catch {
    return undefined;
  }
}

export function isTerminalEntry(entry: Entry): boolean {
  return entry.type === 'completed' || entry.type === 'failed' || entry.type === 'cancelled';
}
