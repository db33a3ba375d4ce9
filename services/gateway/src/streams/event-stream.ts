import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { HEARTBEAT } from '@continuo/shared/protocol/sse';

/**
 * One open event stream, written straight to Node's response. It is over when its log ends, when its reader
 * goes away or stops reading, when its connection is due for recycling, or when the process drains.
 */
export interface EventStream {
  /** The returned promise says that the socket is full; it resolves when there is room or the stream is over. */
  write(data: string | Uint8Array): Promise<void> | void;
  /** Ends the response behind what was written. The reader comes back by its cursor unless its log is over. */
  end(): void;
  /** Does what is due: the heartbeat, the recycling, or giving up on a reader that takes nothing. */
  sweep(nowMs: number): void;
  /** Aborted when the stream is over, for whichever cause. */
  signal: AbortSignal;
  /** Resolves when the response is off this process' hands. */
  closed: Promise<void>;
}

export interface EventStreamTiming {
  heartbeatMs: number;
  /** A connection is ended after this time, give or take a quarter. */
  recycleMs: number;
  /** A reader that takes nothing for this long is cut off. */
  stallMs: number;
}

export function openEventStream(
  response: ServerResponse,
  headers: OutgoingHttpHeaders,
  timing: EventStreamTiming,
): EventStream {
  const over = new AbortController();
  const { promise: closed, resolve: onClosed } = Promise.withResolvers<void>();
  const openedAtMs = performance.now();
  const recycleAtMs = openedAtMs + timing.recycleMs * (0.75 + Math.random() / 2);
  let heartbeatAtMs = openedAtMs + timing.heartbeatMs;
  /** Set while something written has not left: when the reader is given up on. */
  let giveUpAtMs: number | undefined;

  function finish(): void {
    over.abort();
    onClosed();
  }

  /** At once, for nothing may be written to a response that is destroyed. */
  function cut(): void {
    over.abort();
    response.destroy();
  }

  // A reader that left while its task was looked up has had its `close` already.
  if (response.closed) finish();
  else response.once('close', finish).once('error', cut).writeHead(200, headers);

  function write(data: string | Uint8Array): Promise<void> | void {
    if (over.signal.aborted || response.write(data)) return;
    giveUpAtMs ??= performance.now() + timing.stallMs;
    const { promise, resolve } = Promise.withResolvers<void>();
    const onRoom = (): void => {
      response.off('drain', onRoom);
      over.signal.removeEventListener('abort', onRoom);
      if (!over.signal.aborted) giveUpAtMs = undefined;
      resolve();
    };
    response.on('drain', onRoom);
    over.signal.addEventListener('abort', onRoom);
    return promise;
  }

  function end(): void {
    if (over.signal.aborted) return;
    giveUpAtMs ??= performance.now() + timing.stallMs;
    response.end();
    over.abort();
  }

  function sweep(nowMs: number): void {
    if (giveUpAtMs !== undefined) {
      if (nowMs >= giveUpAtMs) cut();
    } else if (nowMs >= recycleAtMs) {
      end();
    } else if (nowMs >= heartbeatAtMs) {
      heartbeatAtMs = nowMs + timing.heartbeatMs;
      void write(HEARTBEAT);
    }
  }

  return { write, end, sweep, signal: over.signal, closed };
}
