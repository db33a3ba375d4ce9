import type { Locks } from '../surroundings/tab-means.ts';

/** Takes part in the choice of the tab that leads: a Web Lock, which outlives no tab, however that ends. */
export interface Candidacy {
  /** Takes the lead from whoever has it. */
  takeOver: () => void;
  /** Gives the lead up, or the wait for it. */
  stop: () => void;
}

export interface CandidacyListener {
  onLead: () => void;
  /** Another has taken it, or it was given up. */
  onLost: () => void;
}

export function standForLead(locks: Locks, name: string, listener: CandidacyListener): Candidacy {
  const life = new AbortController();
  let waiting = new AbortController();
  let release: (() => void) | undefined;
  let isStealing = false;

  const hold = (): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    if (life.signal.aborted) return Promise.resolve();
    release = resolve;
    listener.onLead();
    return promise;
  };
  const run = async (): Promise<void> => {
    while (!life.signal.aborted) {
      waiting = new AbortController();
      const how = isStealing ? { steal: true } : { signal: waiting.signal };
      isStealing = false;
      // It rejects when the wait is given up and when the lock is stolen: either way the loop decides what is next.
      await locks.request(name, how, hold).catch(() => undefined);
      if (!release) continue;
      release = undefined;
      listener.onLost();
    }
  };
  void run();

  return {
    takeOver: () => {
      if (release) return;
      isStealing = true;
      waiting.abort();
    },
    stop: () => {
      life.abort();
      waiting.abort();
      release?.();
    },
  };
}
