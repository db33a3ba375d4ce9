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
  let failures = 0;
  return {
    reset: () => {
      failures = 0;
    },
    afterFailure: async (signal, retryAfterMs) => {
      failures += 1;
      const delayMs = retryDelayMs(failures, random(), retryAfterMs);
      onContact({ kind: 'waiting', nextTryAt: now() + delayMs });
      const cause = await waitForRetry(delayMs, signal, surroundings);
      if (cause === 'woken') failures = 0;
      return cause;
    },
  };
}
