/** A task that readers want, as the places are given. */
export interface Candidate {
  taskId: string;
  /** A visible tab wants it. */
  isVisible: boolean;
  /** Since when it has had its place, or has waited for one, unix ms. */
  since: number;
  hasPlace: boolean;
}

/** How long a task keeps its place while others wait: the time to connect and to catch up on what came meanwhile. */
export const TURN_MS = 1_500;

/**
 * Which tasks are to be read now. What is on a screen comes first; among those, a turn that is not over, then who has
 * waited longest, then whose turn has lasted longest: so every task that is wanted keeps growing.
 */
export function allotPlaces(candidates: readonly Candidate[], placesMax: number, now: number): Set<string> {
  const rank = ({ isVisible, hasPlace, since }: Candidate): number => {
    const turn = hasPlace ? (now - since < TURN_MS ? 0 : 2) : 1;
    return (isVisible ? 0 : 3) + turn;
  };
  const ranked = candidates.toSorted((a, b) => rank(a) - rank(b) || a.since - b.since);
  // The turn of whoever has had a place for longest is over first, so it goes last among those.
  return new Set(ranked.slice(0, placesMax).map(({ taskId }) => taskId));
}
