import type { Surroundings } from '../surroundings/surroundings.ts';

/**
 * Waits before the next try, but not longer than until the next wake-up.
 *
 * @returns what ended the wait
 */
export function waitForRetry(
  delayMs: number,
  signal: AbortSignal,
  { wakeUps }: Pick<Surroundings, 'wakeUps'>,
): Promise<'elapsed' | 'woken' | 'aborted'> {
  return new Promise((resolve) => {
    const finish = (cause: 'elapsed' | 'woken' | 'aborted'): void => {
      clearTimeout(timer);
      unsubscribe();
      signal.removeEventListener('abort', onAbort);
      resolve(cause);
    };
    const onAbort = (): void => finish('aborted');
    const timer = setTimeout(() => finish('elapsed'), delayMs);
    const unsubscribe = wakeUps.subscribe(() => finish('woken'));
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
  });
}
