import { FAILURES, type Failure } from '@continuo/shared/protocol/failure';
import { backoffMs, type BackoffPolicy } from '@continuo/shared/runtime/backoff';
import type { Target } from './plan-attempt.ts';

/** What follows a failed attempt. `isExhausted`: given up because of a budget, not because it is pointless. */
export type Next =
  | { tag: 'retry'; delayMs: number }
  | { tag: 'fail_over'; target: Target }
  | { tag: 'give_up'; isExhausted: boolean };

export interface FailedAttempt {
  failure: Failure;
  /** Number of the attempt that failed. */
  attempt: number;
  /** Attempts that brought no text since the last text, this one included. */
  fruitlessAttempts: number;
  /** Whom else may be asked, in order; those whose circuit is open left out. */
  alternatives: readonly Target[];
  /** How long the circuit of this provider stays open, ms; 0 when it is closed. */
  circuitMs: number;
  /** Longest wait before the first retry, ms. */
  retryMs: number;
}

/** Longest wait, in times of the first. */
const BACKOFF_TIMES_MAX = 16;
/** Attempts of one task in all. */
export const ATTEMPTS_MAX = 30;
/** A provider that asks for more patience is given up. */
const RETRY_AFTER_MS_MAX = 30_000;

/** The retry policy: the table in failure.ts, within the budgets. */
export function decideNext(failed: FailedAttempt, random = Math.random()): Next {
  const { failure, attempt, fruitlessAttempts, alternatives, circuitMs, retryMs } = failed;
  const backoff: BackoffPolicy = { firstMs: retryMs, maxMs: retryMs * BACKOFF_TIMES_MAX };
  const policy = FAILURES[failure.code];
  const isInBudget = attempt < ATTEMPTS_MAX;
  const [alternative] = alternatives;
  const waitMs = Math.max(failure.retryAfterMs ?? 0, circuitMs);
  const hasRetries = policy.retries > 0 && fruitlessAttempts <= policy.retries;
  const canRetry = isInBudget && hasRetries && waitMs <= RETRY_AFTER_MS_MAX;
  // A circuit that is open has others to ask first.
  if (canRetry && !(circuitMs > 0 && alternative)) {
    return {
      tag: 'retry',
      delayMs: policy.isOutage ? waitMs + backoffMs(fruitlessAttempts, backoff, random) : 0,
    };
  }
  if (policy.failOver && isInBudget && alternative) return { tag: 'fail_over', target: alternative };
  return { tag: 'give_up', isExhausted: policy.retries > 0 };
}
