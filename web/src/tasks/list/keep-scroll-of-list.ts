import { createEffect, onCleanup, untrack, type Accessor } from 'solid-js';
import type { VirtualizerHandle } from 'virtua/solid';
import { tabStorage } from '../../open-storage.ts';
import type { TaskList } from './create-task-list.ts';
import { nameFilters, type TaskFilters } from './filters.ts';

/** Who comes back to a list finds it where it was left. */
export function keepScrollOfList(
  handle: Accessor<VirtualizerHandle | undefined>,
  list: TaskList,
  filters: Accessor<TaskFilters>,
): void {
  createEffect(() => {
    const virtualizer = handle();
    if (!virtualizer) return;
    const key = untrack(() => keyOf(filters()));
    const kept = Number(tabStorage.get(key) ?? 0);
    // A list that was read anew begins at its top.
    const isKept = untrack(list.tasks).length > 0;
    if (isKept && kept > 0) requestAnimationFrame(() => virtualizer.scrollTo(kept));
    onCleanup(() => tabStorage.set(key, String(Math.round(virtualizer.scrollOffset))));
  });
}

function keyOf(filters: TaskFilters): string {
  return `scroll:tasks:${nameFilters(filters)}`;
}
