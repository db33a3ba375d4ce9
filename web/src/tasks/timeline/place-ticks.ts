import type { TimeScale } from './time-scale.ts';

export interface Tick {
  /** Since the beginning, ms. */
  ms: number;
  /** On the axis, of 1. */
  place: number;
}

const TICKS_MAX = 200;
/** Behind this a time has no room. */
const LAST_PLACE = 0.96;
/** What people count time in. */
const STEPS_MS = [1, 2, 5].flatMap((unit) => [unit, unit * 10, unit * 100]).toSorted((a, b) => a - b);
const LONG_STEPS_MS = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 43_200, 86_400,
].map((seconds) => seconds * 1_000);
const ALL_STEPS_MS = [...STEPS_MS, ...LONG_STEPS_MS];

/**
 * Round times along an axis, none inside of what is hidden and none closer than `apart` to the one before. Pure.
 *
 * @param apart share of the axis
 */
export function placeTicks({ whole, hidden, placeOf }: TimeScale, apart: number): Tick[] {
  const hiddenMs = hidden.reduce((sum, { from, to }) => sum + to - from, 0);
  const shownMs = whole.to - whole.from - hiddenMs;
  const wantedMs = Math.max(shownMs * apart, (whole.to - whole.from) / TICKS_MAX);
  const stepMs =
    ALL_STEPS_MS.find((step) => step >= wantedMs) ?? 86_400_000 * Math.ceil(wantedMs / 86_400_000);
  const ticks: Tick[] = [];
  for (let ms = 0; ms <= whole.to - whole.from; ms += stepMs) {
    const at = whole.from + ms;
    const place = placeOf(at);
    const isHidden = hidden.some(({ from, to }) => at > from && at < to);
    const isTooClose = place - (ticks.at(-1)?.place ?? -1) < apart * 0.8;
    const hasRoom = place <= LAST_PLACE;
    if (!isHidden && !isTooClose && hasRoom) ticks.push({ ms, place });
  }
  return ticks;
}
