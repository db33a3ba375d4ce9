import { createParser, type EventSourceMessage } from 'eventsource-parser';

/** The longest event is one chunk entry; a source that sends more without an end is not ours. */
const EVENT_CHARS_MAX = 1_000_000;

/** What arrived together. */
export interface StreamPiece {
  messages: readonly EventSourceMessage[];
  /** The last `id:`, with or without a message; undefined: none came. */
  lastId: string | undefined;
}

export interface StreamListener {
  /** Something came, be it only a heartbeat. */
  onBytes: () => void;
  /** @returns whether to read on */
  onPiece: (piece: StreamPiece) => boolean;
}

/**
 * Reads an SSE body until it ends, breaks or the listener has enough. What arrives in one piece is handed on in
 * one piece, so that a replay of thousands of entries is one change of the page.
 */
export async function readStream(body: ReadableStream<Uint8Array>, listener: StreamListener): Promise<void> {
  let messages: EventSourceMessage[] = [];
  let lastId: string | undefined;
  const parser = createParser({
    maxBufferSize: EVENT_CHARS_MAX,
    onEvent: (message) => messages.push(message),
    onId: (id) => {
      lastId = id;
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
    if (messages.length === 0 && lastId === undefined) continue;
    const piece = { messages, lastId };
    messages = [];
    lastId = undefined;
    if (!listener.onPiece(piece)) return;
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
