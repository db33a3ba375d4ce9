/** A time in which nothing happened, unix ms. */
export interface Span {
  from: number;
  to: number;
}

/** Shorter pauses are part of how providers write. */
const IDLE_MS_MIN = 1_500;
/** And shorter ones do not hide anything, whatever their length. */
const IDLE_SHARE_MIN = 0.1;

/**
 * The long pauses between moments at which something happened. Pure.
 *
 * @param moments unix ms, in any order; those outside the whole do not count
 */
export function findIdle(whole: Span, moments: readonly number[]): Span[] {
  const lengthMin = Math.max(IDLE_MS_MIN, (whole.to - whole.from) * IDLE_SHARE_MIN);
  const inside = moments.filter((at) => at > whole.from && at < whole.to).toSorted((a, b) => a - b);
  return [whole.from, ...inside].flatMap((from, index) => {
    const to = inside[index] ?? whole.to;
    return to - from >= lengthMin ? [{ from, to }] : [];
  });
}
