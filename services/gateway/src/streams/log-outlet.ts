import type { Cursor } from '@continuo/shared/protocol/cursor';
import type { StoredEntry } from '@continuo/shared/protocol/entry';
import { encodeEntryMessage, encodeRewindMessage } from '@continuo/shared/protocol/socket-message';
import { encodeEntries, encodeRewind } from '@continuo/shared/protocol/sse';
import type { EventStream } from './event-stream.ts';
import type { OpenStream } from './open-stream.ts';

/** Where the log of a task goes. A returned promise says that it can take no more until that resolves. */
export interface LogOutlet {
  send: (entries: readonly StoredEntry[]) => Promise<void> | void;
  /** Has the reader cut back to this cursor. */
  rewind: (to: Cursor) => Promise<void> | void;
  /** Aborted when the reader is gone. */
  signal: AbortSignal;
}

/** Messages of a WebSocket, as UTF-8. */
export type SocketMessages = readonly Uint8Array[];

export function eventStreamOutlet({ write, signal }: EventStream): LogOutlet {
  return {
    send: (entries) => write(encodeEvents(entries)),
    rewind: (to) => write(encodeRewind(to)),
    signal,
  };
}

export function socketOutlet({ write, signal }: OpenStream<SocketMessages>): LogOutlet {
  return {
    send: (entries) => write(encodeMessages(entries)),
    rewind: (to) => write([Buffer.from(encodeRewindMessage(to))]),
    signal,
  };
}

const encodeEvents = onceForAll((entries) => Buffer.from(encodeEntries(entries)));
const encodeMessages = onceForAll((entries) =>
  entries.map((entry) => Buffer.from(encodeEntryMessage(entry))),
);

/** The tail hands one array of live entries to all readers of a task: encoded for the first, sent to all. */
function onceForAll<Frames>(encode: (entries: readonly StoredEntry[]) => Frames) {
  const encoded = new WeakMap<readonly StoredEntry[], { frames: Frames }>();
  return (entries: readonly StoredEntry[]): Frames => {
    const known = encoded.get(entries);
    if (known) return known.frames;
    const frames = encode(entries);
    encoded.set(entries, { frames });
    return frames;
  };
}
