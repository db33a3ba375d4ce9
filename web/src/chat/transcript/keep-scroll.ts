import { createEffect, createSignal, onCleanup, onMount, type Accessor } from 'solid-js';
import type { LastSeen } from '../../conversation/kept/last-seen.ts';
import { makeScrollKeeper, type ScrollKeeper, type ScrollState } from './make-scroll-keeper.ts';

/** Where a reader was: at the end, or at a turn that stood so far below the upper edge, px. */
type SavedScroll = { turn: string; fromTop: number } | { turn?: undefined };

export interface KeptScroll {
  isPinned: Accessor<boolean>;
  /** How much has come at the end since the reader went elsewhere, px. */
  grownPx: Accessor<number>;
  pin: () => void;
  /** Shows a turn, and stays there. @param fromTop below the upper edge, px */
  goToTurn: (key: string, fromTop: number) => void;
  elementOf: (key: string) => HTMLElement | undefined;
  /** How far below the upper edge an element stands, px. */
  fromTop: (element: HTMLElement) => number;
  /** From the upper to the lower edge, px. */
  viewPx: () => number;
}

interface KeptScrollOptions {
  scroller: Accessor<HTMLElement | undefined>;
  content: Accessor<HTMLElement | undefined>;
  lastSeen: LastSeen;
  /** Under which it is kept over a reload. */
  key: string;
}

/** Keeps the scroll of a mounted transcript, over a reload too. */
export function createKeptScroll({ scroller, content, lastSeen, key }: KeptScrollOptions): KeptScroll {
  const [state, setState] = createSignal<ScrollState>({ isPinned: true, grownPx: 0 });
  let keeper: ScrollKeeper | undefined;
  const turns = (): HTMLElement[] => [...(content()?.querySelectorAll<HTMLElement>('[data-turn]') ?? [])];
  const elementOf = (turn: string): HTMLElement | undefined =>
    turns().find((element) => element.dataset['turn'] === turn);
  const fromTop = (element: HTMLElement): number =>
    element.getBoundingClientRect().top - (scroller()?.getBoundingClientRect().top ?? 0);
  const goToTurn = (turn: string, place: number): void =>
    keeper?.goTo({ find: () => elementOf(turn), fromTop: place });

  const save = (): void => {
    // The first that is to be seen, wholly or in part.
    const shown = turns().find((element) => fromTop(element) + element.offsetHeight > 0);
    const turn = shown?.dataset['turn'];
    const isElsewhere = shown && turn !== undefined && !state().isPinned;
    const saved: SavedScroll = isElsewhere ? { turn, fromTop: fromTop(shown) } : {};
    lastSeen.save(key, saved);
  };
  onMount(() => {
    const [moved, grown] = [scroller(), content()];
    if (!moved || !grown) return;
    keeper = makeScrollKeeper(moved, grown, setState);
    keeper.pin();
    const saved = lastSeen.load(key) as SavedScroll | undefined;
    if (saved?.turn !== undefined) goToTurn(saved.turn, saved.fromTop);

    window.addEventListener('pagehide', save);
    onCleanup(() => {
      save();
      window.removeEventListener('pagehide', save);
      keeper?.stop();
    });
  });
  return {
    isPinned: () => state().isPinned,
    grownPx: () => state().grownPx,
    pin: () => keeper?.pin(),
    goToTurn,
    elementOf,
    fromTop,
    viewPx: () => scroller()?.clientHeight ?? 0,
  };
}

/** Runs `act` whenever the value has changed, not at first. */
export function onChange<Value>(value: Accessor<Value>, act: (now: Value) => void): void {
  createEffect((before: { value: Value } | undefined) => {
    const now = value();
    if (before && before.value !== now) act(now);
    return { value: now };
  });
}
