import type { Call } from './call.ts';
import { generate, markEnd } from './generate.ts';
import type { Ticker } from './ticker.ts';

/** One response that outlives its request: it can be read again, and in the background it goes on by itself. */
export interface Run {
  readonly call: Call;
  /** Yields at once and after every change until the generation has ended or the signal is aborted. */
  watch: (signal: AbortSignal) => AsyncGenerator<void>;
  /** Stops a generation that has not ended; returns when it has. */
  cancel: () => Promise<void>;
}

export interface Runs {
  /** Starts generating, whoever listens. Undefined when no further run can be kept. */
  start: (call: Call) => Run | undefined;
  /** Keeps a response whose request generates it. */
  keep: (call: Call) => void;
  find: (id: string) => Run | undefined;
}

const RUNS_MAX = 4_000;

export function makeRuns(ticker: Ticker, runsMax: number = RUNS_MAX): Runs {
  const runs = new Map<string, Run>();

  /** Makes room by dropping the oldest response that has ended. */
  const makeRoom = (): boolean => {
    if (runs.size < runsMax) return true;
    for (const [id, { call }] of runs) {
      if (call.progress.end !== undefined) return runs.delete(id);
    }
    return false;
  };

  return {
    start: (call) => {
      if (!makeRoom()) return undefined;
      const run = startRun(call, ticker);
      runs.set(call.id, run);
      return run;
    },
    keep: (call) => {
      if (!makeRoom()) return;
      runs.set(call.id, { call, watch: watchNothing, cancel: () => Promise.resolve() });
    },
    find: (id) => runs.get(id),
  };
}

/** Such a response can only be polled. */
async function* watchNothing(): AsyncGenerator<void> {}

function startRun(call: Call, ticker: Ticker): Run {
  const stop = new AbortController();
  let changed = Promise.withResolvers<void>();
  const wakeWatchers = () => {
    changed.resolve();
    changed = Promise.withResolvers();
  };

  const pump = async () => {
    for await (const _ of generate(call, ticker, stop.signal)) wakeWatchers();
    wakeWatchers();
  };
  const pumped = pump();

  return {
    call,
    watch: async function* watch(signal) {
      signal.addEventListener('abort', wakeWatchers, { once: true });
      while (!signal.aborted) {
        const next = changed.promise;
        const isOver = call.progress.end !== undefined;
        yield;
        if (isOver) return;
        await next;
      }
    },
    cancel: async () => {
      if (call.progress.end === undefined) markEnd(call, 'cancelled');
      stop.abort();
      await pumped;
    },
  };
}
