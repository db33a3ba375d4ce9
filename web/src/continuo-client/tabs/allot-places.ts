/** How the reading of a task fares, and since when, unix ms. `waiting`: it has no place. */
export interface Stage {
  state: 'waiting' | 'connecting' | 'live';
  since: number;
}

/** A task that readers want, as the places are given. */
export interface Candidate extends Stage {
  taskId: string;
  /** A visible tab wants it. */
  isVisible: boolean;
}

/** How long a task keeps its place while others wait: the time to catch up on what came meanwhile, and some more. */
export const TURN_MS = 1_500;
/** How long it may take to connect: a turn that ended before its first word would be none. */
const CONNECTING_MS_MAX = 10_000;

/**
 * Which tasks are to be read now. What is on a screen comes first; among those, a turn that is not over, then who has
 * waited longest, then whose turn has lasted longest: so every task that is wanted keeps growing.
 */
export function allotPlaces(candidates: readonly Candidate[], placesMax: number, now: number): Set<string> {
  const isOver = ({ state, since }: Candidate): boolean =>
    now - since >= (state === 'live' ? TURN_MS : CONNECTING_MS_MAX);
  const rank = (candidate: Candidate): number => {
    const turn = candidate.state === 'waiting' ? 1 : isOver(candidate) ? 2 : 0;
    return (candidate.isVisible ? 0 : 3) + turn;
  };
  const ranked = candidates.toSorted((a, b) => rank(a) - rank(b) || a.since - b.since);
  // The turn of whoever has had a place for longest is over first, so it goes last among those.
  return new Set(ranked.slice(0, placesMax).map(({ taskId }) => taskId));
}
