/** Runs something soon, once for any number of requests until then. */
export interface Pacer {
  request: () => void;
  /** Runs it now if it was requested. */
  flush: () => void;
  cancel: () => void;
}

function makePacer(run: () => void, schedule: (run: () => void) => () => void): Pacer {
  let unschedule: (() => void) | undefined;
  const runNow = (): void => {
    unschedule = undefined;
    run();
  };
  return {
    request: () => {
      unschedule ??= schedule(runNow);
    },
    flush: () => {
      if (!unschedule) return;
      unschedule();
      runNow();
    },
    cancel: () => {
      unschedule?.();
      unschedule = undefined;
    },
  };
}

/** Once a frame; not at all while the page is hidden. */
export function pacePerFrame(run: () => void): Pacer {
  return makePacer(run, (soon) => {
    const frame = requestAnimationFrame(soon);
    return () => cancelAnimationFrame(frame);
  });
}

/** Once in so many milliseconds. */
export function pacePerMs(intervalMs: number, run: () => void): Pacer {
  return makePacer(run, (soon) => {
    const timer = setTimeout(soon, intervalMs);
    return () => clearTimeout(timer);
  });
}
