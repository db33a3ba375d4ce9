import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { encodeRetry } from '@continuo/shared/protocol/sse';
import { openEventStream, type EventStream, type EventStreamTiming } from './event-stream.ts';

/** The open event streams of this process: bounded, and served by one timer together. */
export interface EventStreams {
  /** Undefined when as many are open as may be, and while draining. */
  open: (response: ServerResponse, headers: OutgoingHttpHeaders) => EventStream | undefined;
  count: () => number;
  /** Ends every stream, evenly over `windowMs`, so that not all readers come back at once. */
  drain: (windowMs: number) => Promise<void>;
  close: () => void;
}

/** What a browser waits before it comes back; jittered when all of them are sent away together. */
const RETRY_MS = 1_000;
const DRAIN_RETRY_MS_MAX = 2_000;
/** The timer looks at each stream this often per heartbeat: it spreads the heartbeats out. */
const SWEEPS_PER_HEARTBEAT = 10;

export function makeEventStreams(countMax: number, timing: EventStreamTiming): EventStreams {
  const streams = new Set<EventStream>();
  let isDraining = false;
  const sweepTimer = setInterval(() => {
    const nowMs = performance.now();
    for (const stream of streams) stream.sweep(nowMs);
  }, timing.heartbeatMs / SWEEPS_PER_HEARTBEAT);

  function open(response: ServerResponse, headers: OutgoingHttpHeaders): EventStream | undefined {
    if (isDraining || streams.size >= countMax) return undefined;
    const stream = openEventStream(response, headers, timing);
    streams.add(stream);
    // One that has ended is still swept, and counted, until its last bytes have left.
    void stream.closed.then(() => streams.delete(stream));
    void stream.write(encodeRetry(RETRY_MS));
    return stream;
  }

  return {
    open,
    count: () => streams.size,
    drain: async (windowMs) => {
      isDraining = true;
      const all = [...streams];
      await Promise.all(all.map((stream, i) => sendAway(stream, (windowMs * i) / all.length)));
    },
    close: () => clearInterval(sweepTimer),
  };
}

async function sendAway(stream: EventStream, delayMs: number): Promise<void> {
  await Promise.race([sleep(delayMs), stream.closed]);
  void stream.write(encodeRetry(Math.random() * DRAIN_RETRY_MS_MAX));
  stream.end();
  await stream.closed;
}
