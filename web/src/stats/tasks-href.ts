import type { StatsWindow } from '@continuo/shared/protocol/stats-window';
import { nameFilters, type TaskFilters } from '../tasks/list/filters.ts';

/** Where the tasks are listed that a figure counts. */
export function tasksHref(window: StatsWindow, filters: TaskFilters = {}): string {
  const name = nameFilters({ range: window, ...filters });
  return name === '' ? '/tasks' : `/tasks?${name}`;
}

/** Those that were accepted in one bucket. */
export function bucketHref(at: number, bucketMs: number): string {
  return `/tasks?${nameFilters({ range: 'custom', from: String(at), to: String(at + bucketMs) })}`;
}
