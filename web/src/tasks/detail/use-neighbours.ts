import { useNavigate } from '@solidjs/router';
import { createEffect, createMemo, type Accessor } from 'solid-js';
import { createTaskList } from '../list/create-task-list.ts';
import { parseFilters } from '../list/filters.ts';
import { hrefOfTask, type TaskTab } from '../task-address.ts';

/** The tasks beside one in the list that it was opened from, in the order of that list. */
export interface Neighbours {
  previous: Accessor<string | undefined>;
  next: Accessor<string | undefined>;
  goTo: (href: string | undefined) => void;
}

interface NeighboursOptions {
  taskId: string;
  listName: Accessor<string>;
  tab: Accessor<TaskTab>;
}

export function useNeighbours({ taskId, listName, tab }: NeighboursOptions): Neighbours {
  const navigate = useNavigate();
  const list = createTaskList(() => parseFilters(listName()));
  const index = createMemo(() => list.tasks().findIndex(({ task_id: id }) => id === taskId));
  const hrefBeside = (step: 1 | -1): string | undefined => {
    const beside = index() < 0 ? undefined : list.tasks()[index() + step];
    return beside && hrefOfTask(beside.task_id, { tab: tab(), in: listName() });
  };
  createEffect(() => {
    if (index() >= 0 && index() + 1 >= list.tasks().length) list.readMore();
  });
  return {
    previous: () => hrefBeside(-1),
    next: () => hrefBeside(1),
    goTo: (href) => {
      if (href !== undefined) navigate(href, { replace: true });
    },
  };
}
