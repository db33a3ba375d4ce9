import type { EventEmitter } from 'node:events';
import type { ProblemCode } from '@continuo/shared/protocol/problem';

/** Why a stream ends: its log is over, or its reader shall come back by its cursor, or there is a problem. */
export type StreamEnd = 'over' | 'recycled' | 'draining' | ProblemCode;

/** What a stream is written on: a response of events, or a WebSocket. */
export interface Wire<Frames> {
  isClosed: () => boolean;
  /** False: it is full. */
  write: (frames: Frames) => boolean;
  heartbeat: () => void;
  /** Ends it behind what was written. */
  end: (why: StreamEnd) => void;
  /** Ends it at once. */
  cut: () => void;
  /** Emits `close` and `error`. */
  life: EventEmitter;
  /** Emits `drain` when a full one has room again. */
  room: EventEmitter;
}

/**
 * One open stream. It is over when its log ends, when its reader goes away or stops reading, when its connection is
 * due for recycling, or when the process drains.
 */
export interface OpenStream<Frames> {
  /** The returned promise says that the wire is full; it resolves when there is room or the stream is over. */
  write: (frames: Frames) => Promise<void> | void;
  /** Ends it behind what was written. */
  end: (why: StreamEnd) => void;
  /** Does what is due: the heartbeat, the recycling, or giving up on a reader that takes nothing. */
  sweep: (nowMs: number) => void;
  /** Aborted when the stream is over, for whichever cause. */
  signal: AbortSignal;
  /** Resolves when the wire is off this process' hands. */
  closed: Promise<void>;
}

export interface StreamTiming {
  heartbeatMs: number;
  /** A connection is ended after this time, give or take a quarter. */
  recycleMs: number;
  /** A reader that takes nothing for this long is cut off. */
  stallMs: number;
}

export function openStream<Frames>(wire: Wire<Frames>, timing: StreamTiming): OpenStream<Frames> {
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

  /** At once, for nothing may be written to a wire that is destroyed. */
  function cut(): void {
    over.abort();
    wire.cut();
  }

  // A reader that left while its task was looked up has had its `close` already.
  if (wire.isClosed()) finish();
  else wire.life.once('close', finish).once('error', cut);

  function write(frames: Frames): Promise<void> | void {
    if (over.signal.aborted || wire.write(frames)) return;
    giveUpAtMs ??= performance.now() + timing.stallMs;
    const { promise, resolve } = Promise.withResolvers<void>();
    const onRoom = (): void => {
      wire.room.off('drain', onRoom);
      over.signal.removeEventListener('abort', onRoom);
      if (!over.signal.aborted) giveUpAtMs = undefined;
      resolve();
    };
    wire.room.on('drain', onRoom);
    over.signal.addEventListener('abort', onRoom);
    return promise;
  }

  function end(why: StreamEnd): void {
    if (over.signal.aborted) return;
    giveUpAtMs ??= performance.now() + timing.stallMs;
    wire.end(why);
    over.abort();
  }

  function sweep(nowMs: number): void {
    if (giveUpAtMs !== undefined) {
      if (nowMs >= giveUpAtMs) cut();
    } else if (nowMs >= recycleAtMs) {
      end('recycled');
    } else if (nowMs >= heartbeatAtMs) {
      heartbeatAtMs = nowMs + timing.heartbeatMs;
      wire.heartbeat();
    }
  }

  return { write, end, sweep, signal: over.signal, closed };
}
