import { CHARS_PER_TOKEN } from '@continuo/shared/protocol/estimate-tokens';
import { createEffect, createSignal, onCleanup, type Accessor } from 'solid-js';

/** A longer loss is over, and this much text came behind it. */
export interface CaughtUp {
  /** An estimate; 0: nothing was written meanwhile. */
  tokens: number;
}

export interface CatchUp {
  /** For a moment after a loss that was long enough to be noticed. */
  caughtUp: Accessor<CaughtUp | undefined>;
  noteText: (chars: number) => void;
}

/** After a shorter loss there is nothing to say. */
const NOTICED_MS = 3_000;
/** What was missed comes at once; what comes later is new. */
const SETTLED_MS = 400;
const SHOWN_MS = 2_000;

/** @param lostAt since when the connection is lost, unix ms */
export function createCatchUp(lostAt: Accessor<number | undefined>): CatchUp {
  const [caughtUp, setCaughtUp] = createSignal<CaughtUp>();
  let chars = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const show = (): void => {
    setCaughtUp({ tokens: Math.ceil(chars / CHARS_PER_TOKEN) });
    timer = setTimeout(() => setCaughtUp(undefined), SHOWN_MS);
  };
  createEffect((before: number | undefined) => {
    const lost = lostAt();
    if (lost !== undefined && before === undefined) {
      clearTimeout(timer);
      setCaughtUp(undefined);
      chars = 0;
    }
    if (lost === undefined && before !== undefined && Date.now() - before > NOTICED_MS) {
      timer = setTimeout(show, SETTLED_MS);
    }
    return lost;
  });
  onCleanup(() => clearTimeout(timer));
  return {
    caughtUp,
    noteText: (more) => {
      chars += more;
    },
  };
}
