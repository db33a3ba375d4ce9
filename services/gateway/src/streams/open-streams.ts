import { setTimeout as sleep } from 'node:timers/promises';
import { openStream, type OpenStream, type StreamTiming, type Wire } from './open-stream.ts';

/** The open streams of this process: bounded, and served by one timer together. */
export interface OpenStreams {
  /** False when as many are open as may be, and while draining. */
  hasRoom: () => boolean;
  /** Only while there is room. */
  open: <Frames>(wire: Wire<Frames>) => OpenStream<Frames>;
  count: () => number;
  /** Ends every stream, evenly over `windowMs`, so that not all readers come back at once. */
  drain: (windowMs: number) => Promise<void>;
  close: () => void;
}

/** The timer looks at each stream this often per heartbeat: it spreads the heartbeats out. */
const SWEEPS_PER_HEARTBEAT = 10;

/** A stream whatever is written on it. */
type AnyStream = Pick<OpenStream<never>, 'end' | 'sweep' | 'closed'>;

export function makeOpenStreams(countMax: number, timing: StreamTiming): OpenStreams {
  const streams = new Set<AnyStream>();
  let isDraining = false;
  const sweepTimer = setInterval(() => {
    const nowMs = performance.now();
    for (const stream of streams) stream.sweep(nowMs);
  }, timing.heartbeatMs / SWEEPS_PER_HEARTBEAT);

  return {
    hasRoom: () => !isDraining && streams.size < countMax,
    open: (wire) => {
      const stream = openStream(wire, timing);
      streams.add(stream);
      // One that has ended is still swept, and counted, until its last bytes have left.
      void stream.closed.then(() => streams.delete(stream));
      return stream;
    },
    count: () => streams.size,
    drain: async (windowMs) => {
      isDraining = true;
      const all = [...streams];
      await Promise.all(all.map((stream, i) => sendAway(stream, (windowMs * i) / all.length)));
    },
    close: () => clearInterval(sweepTimer),
  };
}

async function sendAway(stream: AnyStream, delayMs: number): Promise<void> {
  await Promise.race([sleep(delayMs), stream.closed]);
  stream.end('draining');
  await stream.closed;
}
