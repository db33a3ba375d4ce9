import { createSignal, Show } from 'solid-js';
import type { VirtualizerHandle } from 'virtua/solid';
import { withQueries } from '../../queries.tsx';
import { ConnectionBar } from '../../shell/connection/connection-bar.tsx';
import { PageHeader } from '../../shell/page-header.tsx';
import { pageWords } from '../../words/page-words.ts';
import { createLiveWorkers } from '../create-live-workers.ts';
import { WorkerNotice } from '../worker-notice.tsx';
import { announceList } from './announce-list.ts';
import { CancelDialog } from './cancel-dialog.tsx';
import { ColumnChooser } from './column-chooser.tsx';
import { createColumns } from './columns.ts';
import { createCanceller } from './create-canceller.ts';
import { createCounts } from './create-counts.ts';
import { createSelection } from './create-selection.ts';
import { createTaskList } from './create-task-list.ts';
import { FilterBar } from './filter-bar.tsx';
import { keepScrollOfList } from './keep-scroll-of-list.ts';
import { keepTasksFresh } from './keep-tasks-fresh.ts';
import { ListNotice } from './list-notice.tsx';
import { NewTasks } from './new-tasks.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { StatusTabs } from './status-tabs.tsx';
import { TaskTable } from './task-table.tsx';
import { useListKeys } from './use-list-keys.ts';
import { useTaskFilters } from './use-task-filters.ts';

/** `/tasks?<filters>`: every task of the owner, as it is now. */
export const TasksPage = withQueries(TasksScreen);

function TasksScreen() {
  const { filters, change, clear, hrefOfStatus, hrefOf } = useTaskFilters();
  const [handle, setHandle] = createSignal<VirtualizerHandle>();
  const [scroller, setScroller] = createSignal<HTMLElement>();
  const [searchField, setSearchField] = createSignal<HTMLInputElement>();
  const list = createTaskList(filters);
  const fresh = keepTasksFresh(list, filters);
  const selection = createSelection(list.tasks);
  const canceller = createCanceller(fresh);
  const counts = createCounts(filters);
  const columns = createColumns();
  const workers = createLiveWorkers();
  keepScrollOfList(handle, list, filters);
  announceList(list, fresh);
  useListKeys({ tasks: list.tasks, selection, handle, scroller, searchField, onCancel: canceller.ask });
  const showNew = async (): Promise<void> => {
    await fresh.showNew();
    scroller()?.scrollTo({ top: 0 });
  };
  const notice = () => (
    <ListNotice list={list} filters={filters()} onClear={clear} onShowAll={() => change({ range: 'all' })} />
  );

  return (
    <>
      <PageHeader title={pageWords().tasks}>
        <ColumnChooser columns={columns} />
      </PageHeader>
      <ConnectionBar isBusy={false} />
      <main id="main" tabindex="-1" class="flex min-h-0 flex-1 flex-col">
        <div class="flex flex-col gap-2 border-b border-line px-3 py-2 wide:px-4">
          <WorkerNotice workers={workers} />
          <StatusTabs chosen={filters().status} counts={counts()} hrefOf={hrefOfStatus} />
          <FilterBar filters={filters()} onChange={change} onClear={clear} onSearchField={setSearchField} />
        </div>
        <div class="relative flex min-h-0 flex-1 flex-col">
          <NewTasks count={fresh.newCount()} onShow={() => void showNew()} />
          <Show when={list.tasks().length > 0} fallback={notice()}>
            <TaskTable
              list={list}
              fresh={fresh}
              selection={selection}
              columns={columns}
              hrefOf={hrefOf}
              onHandle={setHandle}
              onScroller={setScroller}
            />
          </Show>
          <SelectionBar selection={selection} onCancel={canceller.ask} />
        </div>
      </main>
      <CancelDialog canceller={canceller} />
    </>
  );
}
