import { createEffect, createSignal, onCleanup, onMount, type Accessor } from 'solid-js';
import type { LastSeen } from '../conversation/last-seen.ts';
import { makeScrollKeeper, type ScrollKeeper } from './make-scroll-keeper.ts';

interface SavedScroll {
  isPinned: boolean;
  top: number;
}

export interface KeptScroll {
  isPinned: Accessor<boolean>;
  pin: () => void;
}

/** Keeps the scroll of a mounted transcript, over a reload too. */
export function createKeptScroll(
  scroller: Accessor<HTMLElement | undefined>,
  content: Accessor<HTMLElement | undefined>,
  lastSeen: LastSeen,
  key: string,
): KeptScroll {
  const [isPinned, onPinned] = createSignal(true);
  let keeper: ScrollKeeper | undefined;
  onMount(() => {
    const [moved, grown] = [scroller(), content()];
    if (!moved || !grown) return;
    const saved = lastSeen.load(key) as SavedScroll | undefined;
    keeper = makeScrollKeeper(moved, grown, onPinned);
    keeper.pin();
    if (saved && !saved.isPinned) moved.scrollTop = saved.top;

    const save = (): void => {
      lastSeen.save(key, { isPinned: isPinned(), top: moved.scrollTop } satisfies SavedScroll);
    };
    window.addEventListener('pagehide', save);
    onCleanup(() => {
      save();
      window.removeEventListener('pagehide', save);
      keeper?.stop();
    });
  });
  return { isPinned, pin: () => keeper?.pin() };
}

/** Runs `act` whenever the count has changed, not at first. */
export function onCount(count: Accessor<number>, act: () => void): void {
  createEffect((before: number | undefined) => {
    const now = count();
    if (before !== undefined && now !== before) act();
    return now;
  });
}
