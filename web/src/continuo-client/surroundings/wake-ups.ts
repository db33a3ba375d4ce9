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
