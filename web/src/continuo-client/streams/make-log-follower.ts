import { START } from '@continuo/shared/protocol/cursor';
import type { Entry } from '@continuo/shared/protocol/entry';
import type { Counters } from '../surroundings/counters.ts';
import type { StreamEvent } from './stream-event.ts';
import { takeEvents, type ReadPosition } from './take-events.ts';

/** Keeps a reader's place in one log over all its connections, and hands on every entry once and in order. */
export interface LogFollower {
  position: () => ReadPosition;
  hasTerminal: () => boolean;
  /** @returns whether the connection that brought the events is still of use */
  take: (events: readonly StreamEvent[]) => boolean;
  /**
   * Forgets everything and stands at the beginning.
   * @returns false when that was tried already and brought no entry since
   */
  startAnew: () => boolean;
}

export interface LogListener {
  /** Entries in order, each once, those that arrived together in one call. */
  onEntries: (entries: readonly Entry[]) => void;
  /** Forget everything: the log is read anew from seq 1. */
  onReset: () => void;
}

/** Gaps without an entry between them before the log is read anew. */
const GAPS_MAX = 3;

export function makeLogFollower(from: ReadPosition, listener: LogListener, counters: Counters): LogFollower {
  let position = from;
  let gapsInRow = 0;
  let isAnew = false;
  let hasTerminal = false;

  const startAnew = (): boolean => {
    if (isAnew) return false;
    position = { cursor: START, epoch: 0 };
    gapsInRow = 0;
    isAnew = true;
    listener.onReset();
    return true;
  };

  return {
    position: () => position,
    hasTerminal: () => hasTerminal,
    take: (events) => {
      const taken = takeEvents(position, events);
      position = taken.position;
      hasTerminal = taken.stop === 'terminal';
      counters.dupes += taken.dupes;
      counters.fenced += taken.fenced;
      if (taken.entries.length > 0) {
        gapsInRow = 0;
        isAnew = false;
        listener.onEntries(taken.entries);
      }
      if (taken.stop === 'gap') {
        counters.gaps += 1;
        gapsInRow += 1;
      }
      if (taken.stop === 'rewind' || gapsInRow >= GAPS_MAX) startAnew();
      return taken.stop === undefined;
    },
    startAnew,
  };
}
