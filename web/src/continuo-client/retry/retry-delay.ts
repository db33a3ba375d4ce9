const FIRST_MS = 250;
const MAX_MS = 8_000;

/**
 * How long to wait before the next try: at once after the first failure, then up to 250 ms, doubling to 8 s, with
 * full jitter, for ever. A gateway that comes back must not meet all its readers in one instant.
 *
 * @param failures failures in a row, from 1
 * @param random in [0, 1)
 * @param retryAfterMs what the service asked for; never undercut
 */
export function retryDelayMs(failures: number, random: number, retryAfterMs = 0): number {
  const ceilingMs = failures <= 1 ? 0 : Math.min(MAX_MS, FIRST_MS * 2 ** Math.min(failures - 2, 10));
  return Math.max(retryAfterMs, Math.round(ceilingMs * random));
}
