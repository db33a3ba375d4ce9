import type { ListedTask, ListReply } from '@continuo/shared/protocol/http-api';
import { useInfiniteQuery, type InfiniteData } from '@tanstack/solid-query';
import { createMemo, type Accessor } from 'solid-js';
import type { ApiFault } from '../../continuo-client/api/api-fault.ts';
import { askFor, queryClient } from '../../queries.tsx';
import { useServices } from '../../services.ts';
import { nameFilters, toListQuery, type TaskFilters } from './filters.ts';

export type TaskPages = InfiniteData<ListReply, string | undefined>;

/** The tasks that match, as far as they have been read: newest first, a page more whenever its end comes near. */
export interface TaskList {
  state: Accessor<'loading' | 'ready' | 'failed'>;
  tasks: Accessor<readonly ListedTask[]>;
  fault: Accessor<ApiFault | undefined>;
  /** The page behind those that are there could not be read. */
  moreFault: Accessor<ApiFault | undefined>;
  hasMore: Accessor<boolean>;
  isReadingMore: Accessor<boolean>;
  readMore: () => void;
  /** Reads it from the top: then it has what is new, too. */
  readAnew: () => Promise<void>;
  /** Changes rows in their places. */
  patch: (change: (task: ListedTask) => ListedTask) => void;
}

const PAGE_TASKS = 100;

function keyOfTasks(filters: TaskFilters): readonly string[] {
  return ['tasks', nameFilters(filters)];
}

export function createTaskList(filters: Accessor<TaskFilters>): TaskList {
  const services = useServices();
  const key = createMemo(() => keyOfTasks(filters()));
  const readPage = (before: string | undefined) => {
    const page = before === undefined ? {} : { before };
    return services.client.api.list({ ...toListQuery(filters(), Date.now()), ...page, limit: PAGE_TASKS });
  };
  const query = useInfiniteQuery(() => ({
    queryKey: key(),
    queryFn: ({ pageParam, signal }: { pageParam: string | undefined; signal: AbortSignal }) =>
      askFor(services, () => readPage(pageParam))({ signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: ListReply) => page.next_before ?? undefined,
    // Kept up to date by events, row by row: a page read anew would put rows under the pointer.
    staleTime: Infinity,
    // Until the tasks of other filters are there, nothing flickers.
    placeholderData: (before: TaskPages | undefined) => before,
    reconcile: 'task_id',
  }));
  const hasRead = (): boolean => query.isSuccess || query.isRefetchError;
  const tasks = createMemo(() => (hasRead() ? (query.data?.pages.flatMap((page) => page.tasks) ?? []) : []));
  const readAnew = async (): Promise<void> => {
    const read = await readPage(undefined);
    if (!read.ok) return queryClient.resetQueries({ queryKey: key(), exact: true });
    queryClient.setQueryData<TaskPages>(key(), { pages: [read.value], pageParams: [undefined] });
  };

  return {
    state: () => (hasRead() ? 'ready' : query.isError ? 'failed' : 'loading'),
    tasks,
    fault: () => (query.isLoadingError ? query.error : undefined),
    moreFault: () => (query.isFetchNextPageError ? query.error : undefined),
    hasMore: () => query.hasNextPage,
    isReadingMore: () => query.isFetchingNextPage,
    readMore: () => {
      if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
    },
    readAnew,
    patch: (change) => queryClient.setQueryData<TaskPages>(key(), (data) => data && patchPages(data, change)),
  };
}

/** The same pages with changed rows; what nothing changes in stays the same object. */
function patchPages(data: TaskPages, change: (task: ListedTask) => ListedTask): TaskPages {
  const pages = data.pages.map((page) => {
    const tasks = page.tasks.map(change);
    return tasks.every((task, index) => task === page.tasks[index]) ? page : { ...page, tasks };
  });
  return pages.every((page, index) => page === data.pages[index]) ? data : { ...data, pages };
}
