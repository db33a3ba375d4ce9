/**
 * Moments at which a waiting client should try at once: the network or the page is back. A phone that was locked
 * leaves connections that look open and are dead, so a reader is told how long it was away.
 */
export interface WakeUps {
  subscribe: (listener: (wake: Wake) => void) => () => void;
}

export interface Wake {
  /** How long the page was hidden; 0 when it was not. */
  hiddenMs: number;
}

export interface ManualWakeUps extends WakeUps {
  wake: (wake: Wake) => void;
}

export function makeWakeUps(): ManualWakeUps {
  const listeners = new Set<(wake: Wake) => void>();
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    wake: (wake) => {
      for (const listener of listeners) listener(wake);
    },
  };
}

const SAME_MOMENT_MS = 1_000;

/**
 * Turns the browser's events into wake-ups. One return to the page fires several of them: the first counts, and
 * the others within a second only if they know of a longer absence.
 *
 * @returns a function that removes the listeners
 */
export function watchBrowser(wakeUps: ManualWakeUps, page: Window, now: () => number): () => void {
  const { document } = page;
  const listening = new AbortController();
  let hiddenAt = document.visibilityState === 'hidden' ? now() : undefined;
  let last = { at: -Infinity, hiddenMs: 0 };

  const wake = (): void => {
    const at = now();
    const hiddenMs = hiddenAt === undefined ? 0 : at - hiddenAt;
    hiddenAt = undefined;
    if (at - last.at < SAME_MOMENT_MS && hiddenMs <= last.hiddenMs) return;
    last = { at, hiddenMs };
    wakeUps.wake({ hiddenMs });
  };
  const onVisibility = (): void => {
    if (document.visibilityState === 'hidden') hiddenAt ??= now();
    else wake();
  };

  const { signal } = listening;
  document.addEventListener('visibilitychange', onVisibility, { signal });
  for (const name of ['online', 'pageshow', 'focus']) page.addEventListener(name, wake, { signal });
  return () => listening.abort();
}
