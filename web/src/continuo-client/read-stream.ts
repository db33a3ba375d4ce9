import { createParser } from 'eventsource-parser';
import { readStreamEvent, type StreamEvent } from './stream-event.ts';

/** The longest event is one chunk entry; a source that sends more without an end is not ours. */
const EVENT_CHARS_MAX = 1_000_000;

export interface StreamListener {
  /** Something came, be it only a heartbeat. */
  onBytes: () => void;
  /**
   * The events that came together, in order.
   * @returns whether to read on
   */
  onEvents: (events: readonly StreamEvent[]) => boolean;
}

/**
 * Reads an SSE body until it ends, breaks or the listener has enough. What arrives in one piece is handed on in
 * one piece, so that a replay of thousands of entries is one change of the page.
 */
export async function readStream(body: ReadableStream<Uint8Array>, listener: StreamListener): Promise<void> {
  let events: StreamEvent[] = [];
  const parser = createParser({
    maxBufferSize: EVENT_CHARS_MAX,
    onEvent: (message) => {
      const event = readStreamEvent(message);
      if (event) events.push(event);
    },
  });
  const decoder = new TextDecoder();
  // Not `for await`: Safari's streams have no async iterator.
  const reader = body.getReader();
  for (;;) {
    const bytes = await readBytes(reader);
    if (!bytes) return;
    listener.onBytes();
    try {
      parser.feed(decoder.decode(bytes, { stream: true }));
    } catch {
      // The event before was longer than EVENT_CHARS_MAX.
      return;
    }
    if (events.length === 0) continue;
    const arrived = events;
    events = [];
    if (!listener.onEvents(arrived)) return;
  }
}

/** @returns undefined at the end, clean or not: browsers word a break in many ways, and none changes what to do */
async function readBytes(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<Uint8Array | undefined> {
  try {
    return (await reader.read()).value;
  } catch {
    return undefined;
  }
}
