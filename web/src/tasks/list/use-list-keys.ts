import type { ListedTask } from '@continuo/shared/protocol/http-api';
import type { VirtualizerHandle } from 'virtua/solid';
import type { Accessor } from 'solid-js';
import { useShortcuts } from '../../palette/use-shortcuts.ts';
import type { Selection } from './create-selection.ts';

interface ListKeysOptions {
  tasks: Accessor<readonly ListedTask[]>;
  selection: Selection;
  handle: Accessor<VirtualizerHandle | undefined>;
  scroller: Accessor<HTMLElement | undefined>;
  searchField: Accessor<HTMLInputElement | undefined>;
  /** Asks whether these are to be cancelled. */
  onCancel: (tasks: readonly ListedTask[]) => void;
}

/** j and k go from row to row, x ticks one, c cancels what is ticked or else the row; Enter is the row's own link. */
export function useListKeys(options: ListKeysOptions): void {
  const { tasks, selection, handle, scroller } = options;
  let lastId: string | undefined;

  const currentIndex = (): number => {
    const focused = document.activeElement?.closest<HTMLElement>('[data-testid=task-row]');
    const id = focused && scroller()?.contains(focused) ? focused.dataset['task'] : lastId;
    return tasks().findIndex((task) => task.task_id === id);
  };
  const focusRow = (task: ListedTask): boolean => {
    const row = scroller()?.querySelector<HTMLElement>(`[data-task="${task.task_id}"] a`);
    row?.focus();
    return row !== undefined && row !== null;
  };
  const goTo = (index: number): void => {
    const task = tasks()[Math.max(0, Math.min(index, tasks().length - 1))];
    if (!task) return;
    lastId = task.task_id;
    if (focusRow(task)) return;
    // It is not on the page: rows far from what is seen are not made.
    handle()?.scrollToIndex(index, { align: 'center' });
    requestAnimationFrame(() => requestAnimationFrame(() => focusRow(task)));
  };
  const current = (): ListedTask | undefined => tasks()[currentIndex()];

  useShortcuts({
    next: () => goTo(currentIndex() + 1),
    previous: () => goTo(currentIndex() - 1),
    select: () => {
      const task = current();
      if (task) selection.toggle(task.task_id);
    },
    cancelTask: () => {
      const row = current();
      const ticked = selection.tasks();
      options.onCancel(ticked.length > 0 ? ticked : row ? [row] : []);
    },
    search: () => {
      options.searchField()?.focus();
      options.searchField()?.select();
    },
  });
}
