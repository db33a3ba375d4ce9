import { createEffect, onCleanup, untrack } from 'solid-js';
import { pacePerMs } from '../../pace.ts';
import { useServices } from '../../services.ts';
import type { TaskList } from './create-task-list.ts';
import type { FreshTasks } from './keep-tasks-fresh.ts';
import { words } from './words.ts';

/** Who cannot see the list hears how many tasks it has, when that has come to rest. */
const REST_MS = 1_500;

export function announceList(list: TaskList, fresh: FreshTasks): void {
  const { announcer } = useServices();
  const saying = pacePerMs(REST_MS, () => {
    const count = fresh.newCount();
    announcer.say(count > 0 ? words().newTasks(count, false) : words().shown(list.tasks().length));
  });
  onCleanup(saying.cancel);
  createEffect(() => {
    // Read for their changes.
    void fresh.newCount();
    void list.tasks().length;
    if (untrack(list.state) === 'ready') saying.request();
  });
}
