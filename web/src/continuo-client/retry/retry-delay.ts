const FIRST_MS = 250;
const MAX_MS = 8_000;

/** A row of failures without a success between them. */
export interface Failures {
  /** From 1. */
  count: number;
  /** Since the first of them, ms. */
  lastedMs: number;
}

/**
 * How long to wait before the next try: at once after the first failure, then up to 250 ms, doubling to 8 s, with
 * full jitter, for ever. A gateway that comes back must not meet all its readers in one instant. Short draws let the
 * ceiling rise fast, so nobody waits for longer than the failures have lasted: what was away briefly is met again soon.
 *
 * @param random in [0, 1)
 * @param retryAfterMs what the service asked for; never undercut
 */
export function retryDelayMs({ count, lastedMs }: Failures, random: number, retryAfterMs = 0): number {
  const doubledMs = FIRST_MS * 2 ** Math.min(count - 2, 10);
  const ceilingMs = count <= 1 ? 0 : Math.min(MAX_MS, doubledMs, Math.max(FIRST_MS, lastedMs));
  return Math.max(retryAfterMs, Math.round(ceilingMs * random));
}
