import { isTransient, type ApiFault, type Outcome } from '../api/api-fault.ts';
import type { Contact } from '../surroundings/contact.ts';
import { makeRetryPause } from './make-retry-pause.ts';
import type { Surroundings } from '../surroundings/surroundings.ts';

export interface KeepTryingOptions {
  signal: AbortSignal;
  /** How long it may be repeated before a transient fault is the outcome, ms; without it, for ever. */
  forMs?: number;
  onContact?: (contact: Contact) => void;
}

/**
 * Repeats a call that may be repeated until it has an outcome that stays: a value, or a fault that is not
 * transient.
 *
 * @returns undefined when the signal was aborted
 */
export async function keepTrying<Value>(
  call: () => Promise<Outcome<Value>>,
  surroundings: Surroundings,
  { signal, forMs = Infinity, onContact = () => undefined }: KeepTryingOptions,
): Promise<Outcome<Value> | undefined> {
  const pause = makeRetryPause(surroundings, onContact);
  const endsAt = surroundings.now() + forMs;
  for (;;) {
    const outcome = await call();
    if (signal.aborted) return undefined;
    if (outcome.ok || !isTransient(outcome.fault)) {
      onContact({ kind: 'live' });
      return outcome;
    }
    if (surroundings.now() >= endsAt) return outcome;
    const cause = await pause.afterFailure(signal, retryAfterOf(outcome.fault));
    if (cause === 'aborted') return undefined;
    onContact({ kind: 'connecting' });
  }
}

function retryAfterOf(fault: ApiFault): number | undefined {
  return fault.kind === 'problem' ? fault.retryAfterMs : undefined;
}
