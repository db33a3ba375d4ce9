import type { WakeUps } from '../../continuo-client/surroundings/wake-ups.ts';

/** Resolves at the next wake-up, or when the signal is aborted. */
export function nextWake(wakeUps: WakeUps, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      unsubscribe();
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const unsubscribe = wakeUps.subscribe(finish);
    signal.addEventListener('abort', finish);
    if (signal.aborted) finish();
  });
}
