export interface Ticker {
  /** Resolves at the first tick at or after that time (performance.now()), or once the signal is aborted. */
  until: (atMs: number, signal: AbortSignal) => Promise<void>;
}

const TICK_MS = 4;

/** One timer for all that wait; it runs only while somebody does. */
export function makeTicker(): Ticker {
  const waiters = new Set<{ atMs: number; signal: AbortSignal; wake: () => void }>();
  let timer: NodeJS.Timeout | undefined;

  const tick = () => {
    const nowMs = performance.now();
    for (const waiter of waiters) {
      if (waiter.atMs > nowMs && !waiter.signal.aborted) continue;
      waiters.delete(waiter);
      waiter.wake();
    }
    if (waiters.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };

  return {
    until: (atMs, signal) =>
      new Promise((wake) => {
        waiters.add({ atMs, signal, wake });
        timer ??= setInterval(tick, TICK_MS);
      }),
  };
}
