/** How long to wait between tries. */
export interface BackoffPolicy {
  firstMs: number;
  maxMs: number;
}

/**
 * Exponential backoff with full jitter: somewhere between nothing and the doubled wait, so that many that
 * failed together do not come back together.
 *
 * @param attempt 1 for the wait after the first failure
 * @param random from 0 to 1
 */
export function backoffMs(attempt: number, policy: BackoffPolicy, random = Math.random()): number {
  return Math.round(random * Math.min(policy.maxMs, policy.firstMs * 2 ** Math.min(attempt - 1, 30)));
}
