import type { ListedTask } from '@continuo/shared/protocol/http-api';
import type { TaskStatus } from '@continuo/shared/protocol/task-status';
import { useSearchParams } from '@solidjs/router';
import { createMemo, type Accessor } from 'solid-js';
import { hrefOfList, hrefOfTask } from '../task-address.ts';
import { nameFilters, readFilters, writeFilters, type TaskFilters } from './filters.ts';

/** A value of undefined takes a filter away. */
export type FilterChange = Partial<Record<keyof TaskFilters, string | undefined>>;

/** The filters of the list, which are its address. */
export interface AddressedFilters {
  filters: Accessor<TaskFilters>;
  change: (change: FilterChange) => void;
  clear: () => void;
  /** The same list of one status, or of all. */
  hrefOfStatus: (status: TaskStatus | undefined) => string;
  hrefOf: (task: ListedTask) => string;
}

export function useTaskFilters(): AddressedFilters {
  const [search, setSearch] = useSearchParams();
  const filters = createMemo(() => readFilters(search), undefined, {
    equals: (a, b) => nameFilters(a) === nameFilters(b),
  });
  return {
    filters,
    // Half a word is no page that anybody goes back to.
    change: (change) =>
      setSearch(writeFilters(readFilters({ ...filters(), ...change })), { replace: 'q' in change }),
    clear: () => setSearch(writeFilters({})),
    hrefOfStatus: (status) => {
      const { status: _chosen, ...others } = filters();
      return hrefOfList(status ? { ...others, status } : others);
    },
    hrefOf: ({ task_id: id }) => hrefOfTask(id, { in: nameFilters(filters()) }),
  };
}
