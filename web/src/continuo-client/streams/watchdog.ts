/** Silence that is taken for death, in heartbeats. */
export const HEARTBEATS_MISSED = 2.5;

/** Calls `onSilence` once, when nobody fed it for `silenceMs`. */
export interface Watchdog {
  feed: () => void;
  stop: () => void;
}

export function makeWatchdog(silenceMs: number, onSilence: () => void): Watchdog {
  let timer = setTimeout(onSilence, silenceMs);
  return {
    feed: () => {
      clearTimeout(timer);
      timer = setTimeout(onSilence, silenceMs);
    },
    stop: () => clearTimeout(timer),
  };
}
