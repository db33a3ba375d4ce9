import type { Contact } from '../surroundings/contact.ts';
import { retryDelayMs } from './retry-delay.ts';
import type { Surroundings } from '../surroundings/surroundings.ts';
import { waitForRetry } from './wait-for-retry.ts';

/** Counts failures in a row and makes the pause after each of them. */
export interface RetryPause {
  /** The row is over: something worked, or there is reason to hope anew. */
  reset: () => void;
  /** Takes one failure and waits; a wake-up ends the wait and the row. */
  afterFailure: (signal: AbortSignal, retryAfterMs?: number) => Promise<'elapsed' | 'woken' | 'aborted'>;
}

export function makeRetryPause(
  surroundings: Surroundings,
  onContact: (contact: Contact) => void,
): RetryPause {
  const { now, random } = surroundings;
  let count = 0;
  let failingSince = 0;
  const reset = (): void => {
    count = 0;
  };
  return {
    reset,
    afterFailure: async (signal, retryAfterMs) => {
      if (count === 0) failingSince = now();
      count += 1;
      const failures = { count, lastedMs: now() - failingSince };
      const delayMs = retryDelayMs(failures, random(), retryAfterMs);
      onContact({ kind: 'waiting', nextTryAt: now() + delayMs });
      const cause = await waitForRetry(delayMs, signal, surroundings);
      if (cause === 'woken') reset();
      return cause;
    },
  };
}
