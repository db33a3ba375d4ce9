/** How a figure stands to that of the time before. */
export interface Change {
  direction: 'up' | 'down' | 'same';
  /** Never negative: a share of the earlier figure, or of 1 between two shares. */
  size: number;
}

/** Less is as good as nothing. */
const SAME = 0.005;

/** Undefined: one of them is not known, or there was nothing to compare with. Pure. */
export function compareAmounts(now: number | null, before: number | null): Change | undefined {
  if (now === null || before === null || before <= 0) return undefined;
  return describe(now / before - 1);
}

/** The same of shares, which are told in points. Pure. */
export function compareShares(now: number | null, before: number | null): Change | undefined {
  return now === null || before === null ? undefined : describe(now - before);
}

function describe(difference: number): Change {
  const size = Math.abs(difference);
  if (size < SAME) return { direction: 'same', size: 0 };
  return { direction: difference > 0 ? 'up' : 'down', size };
}
