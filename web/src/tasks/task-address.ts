import { nameFilters, type TaskFilters } from './list/filters.ts';

export const TASK_TABS = ['timeline', 'events', 'io'] as const;
export type TaskTab = (typeof TASK_TABS)[number];

/** What the address of a task says beside its id: `/tasks/:task?tab=&ev=&in=`. */
export interface TaskAddress {
  tab?: TaskTab | undefined;
  /** Seq of the entry that is shown beside the others. */
  ev?: number | undefined;
  /** Name of the list that it was opened from: its neighbours are those of that list. */
  in?: string | undefined;
}

export function hrefOfTask(taskId: string, { tab, ev, in: list }: TaskAddress = {}): string {
  const given = [
    ['tab', tab === TASK_TABS[0] ? '' : (tab ?? '')],
    ['ev', ev === undefined ? '' : String(ev)],
    ['in', list ?? ''],
  ].filter(([, value]) => value !== '');
  return withSearch(`/tasks/${taskId}`, new URLSearchParams(given).toString());
}

export function hrefOfList(filters: TaskFilters): string {
  return withSearch('/tasks', nameFilters(filters));
}

function withSearch(path: string, search: string): string {
  return search === '' ? path : `${path}?${search}`;
}
