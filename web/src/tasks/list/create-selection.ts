import type { ListedTask } from '@continuo/shared/protocol/http-api';
import { createMemo, createSignal, type Accessor } from 'solid-js';

/** Tasks that were ticked. One that leaves the list leaves the selection. */
export interface Selection {
  tasks: Accessor<readonly ListedTask[]>;
  has: (taskId: string) => boolean;
  toggle: (taskId: string) => void;
  set: (taskIds: readonly string[]) => void;
}

export function createSelection(listed: Accessor<readonly ListedTask[]>): Selection {
  const [ids, setIds] = createSignal<ReadonlySet<string>>(new Set<string>());
  const tasks = createMemo(() => listed().filter(({ task_id: id }) => ids().has(id)));
  return {
    tasks,
    has: (id) => ids().has(id),
    toggle: (id) => {
      setIds((before) => {
        const after = new Set(before);
        if (!after.delete(id)) after.add(id);
        return after;
      });
    },
    set: (next) => setIds(new Set(next)),
  };
}
