import { createMemo, createRenderEffect, createSignal, onCleanup, untrack, type Accessor } from 'solid-js';
import { createStore, reconcile } from 'solid-js/store';
import { groupByDay, startOfDay, type DayGroup } from './group-by-day.ts';
import { holdPlaces } from './hold-places.ts';
import type { ListedConversation } from '../listed/listed-conversation.ts';

/** What the list shows under its headings. */
export interface ListGroups {
  groups: readonly DayGroup[];
  /** While somebody is about to click into the list nothing in it moves. */
  setHeld: (isHeld: boolean) => void;
}

/** Rows stay the same elements while they stay in their group, so that one that has the focus keeps it. */
export function createListGroups(conversations: Accessor<readonly ListedConversation[]>): ListGroups {
  const today = createToday();
  const [isHeld, setHeld] = createSignal(false);
  const placed = createMemo<readonly ListedConversation[]>(
    (before) => (isHeld() ? holdPlaces(before, conversations()) : conversations()),
    [],
  );
  const [state, setState] = createStore<{ groups: DayGroup[] }>({ groups: [] });
  createRenderEffect(() => setState('groups', reconcile(groupByDay(placed(), today()), { key: 'id' })));
  return {
    get groups() {
      return state.groups;
    },
    setHeld,
  };
}

const A_DAY_LATER = -1;

/** A time of today: another one after midnight, also of a machine that has slept over it. */
function createToday(): Accessor<number> {
  const [today, setToday] = createSignal(Date.now());
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    clearTimeout(timer);
    const now = Date.now();
    if (startOfDay(now, 0) !== startOfDay(untrack(today), 0)) setToday(now);
    timer = setTimeout(look, startOfDay(now, A_DAY_LATER) - now);
  };
  look();
  document.addEventListener('visibilitychange', look);
  onCleanup(() => {
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', look);
  });
  return today;
}
