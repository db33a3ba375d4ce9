import type { ListedTask } from '@continuo/shared/protocol/http-api';
import { createMedia } from '../../controls/create-media.ts';
import { createClock } from '../../controls/create-clock.ts';
import { createEffect, createSignal, For, Show } from 'solid-js';
import { Virtualizer, type VirtualizerHandle } from 'virtua/solid';
import { measureHeight } from '../measure-height.ts';
import { Row, RowGroup } from '../table-parts.tsx';
import { FIGURE_COLUMNS, type Columns } from './columns.ts';
import type { Selection } from './create-selection.ts';
import type { TaskList } from './create-task-list.ts';
import type { FreshTasks } from './keep-tasks-fresh.ts';
import { ListEnd } from './list-end.tsx';
import { TaskCard } from './task-card.tsx';
import { TaskRow, type TaskRowProps } from './task-row.tsx';
import { words } from './words.ts';

interface TaskTableProps {
  list: TaskList;
  fresh: FreshTasks;
  selection: Selection;
  columns: Columns;
  hrefOf: (task: ListedTask) => string;
  /** Gives the keys a way to a row that may not be on the page. */
  onHandle: (handle: VirtualizerHandle | undefined) => void;
  onScroller: (element: HTMLElement) => void;
}

/** Rows before the end at which the next page is read. */
const READ_AHEAD = 30;

export function TaskTable(props: TaskTableProps) {
  const [scroller, setScroller] = createSignal<HTMLElement>();
  const [head, setHead] = createSignal<HTMLElement>();
  const [handle, setHandle] = createSignal<VirtualizerHandle>();
  const headHeight = measureHeight(head);
  const hasColumns = createMedia('(width >= 960px)');
  const tasks = () => props.list.tasks();
  const now = createClock(() => tasks().some(({ status }) => status === 'running'));

  const readAhead = (): void => {
    const shown = handle();
    if (!shown) return;
    const last = shown.findItemIndex(shown.scrollOffset + shown.viewportSize);
    if (last >= tasks().length - READ_AHEAD) props.list.readMore();
  };
  createEffect(() => {
    // Read for its changes: a page that is shorter than the screen is followed by the next at once.
    void tasks().length;
    queueMicrotask(readAhead);
  });

  return (
    <div
      ref={(element) => {
        setScroller(element);
        props.onScroller(element);
      }}
      class="min-h-0 flex-1 overflow-auto overscroll-contain"
      data-testid="tasks-scroller"
    >
      <div role="table" aria-rowcount={-1} aria-label={words().shown(tasks().length)}>
        <Show when={hasColumns()}>
          <TableHead ref={setHead} list={props.list} columns={props.columns} selection={props.selection} />
        </Show>
        <Show when={scroller()}>
          {(element) => (
            <TaskRows
              {...props}
              scroller={element()}
              hasColumns={hasColumns()}
              startMargin={hasColumns() ? headHeight() : 0}
              now={now()}
              onScroll={readAhead}
              onHandle={(value) => {
                setHandle(value);
                props.onHandle(value);
              }}
            />
          )}
        </Show>
      </div>
      <ListEnd list={props.list} />
    </div>
  );
}

interface TaskRowsProps extends Omit<TaskTableProps, 'onScroller'> {
  scroller: HTMLElement;
  hasColumns: boolean;
  startMargin: number;
  /** Unix ms, ticking. */
  now: number;
  onScroll: () => void;
}

/** Those that are seen, and some beside them. */
function TaskRows(props: TaskRowsProps) {
  const describeRow = (task: ListedTask): TaskRowProps => ({
    task,
    get note() {
      return props.fresh.notes[task.task_id];
    },
    get now() {
      return props.now;
    },
    get href() {
      return props.hrefOf(task);
    },
    get isSelected() {
      return props.selection.has(task.task_id);
    },
    onToggle: () => props.selection.toggle(task.task_id),
  });
  return (
    <Virtualizer
      ref={(handle) => props.onHandle(handle)}
      data={props.list.tasks()}
      scrollRef={props.scroller}
      startMargin={props.startMargin}
      as={RowGroup}
      item={Row}
      bufferSize={400}
      onScroll={() => props.onScroll()}
    >
      {(task) => {
        const row = describeRow(task);
        return (
          <Show when={props.hasColumns} fallback={<TaskCard {...row} />}>
            <TaskRow {...row} columns={props.columns.shown()} template={props.columns.template()} />
          </Show>
        );
      }}
    </Virtualizer>
  );
}

function TableHead(props: {
  ref: (element: HTMLElement) => void;
  list: TaskList;
  columns: Columns;
  selection: Selection;
}) {
  const isAll = () => {
    const count = props.selection.tasks().length;
    return count > 0 && count === props.list.tasks().length;
  };
  const toggleAll = () => props.selection.set(isAll() ? [] : props.list.tasks().map(({ task_id: id }) => id));
  return (
    <div role="rowgroup" ref={props.ref} class="sticky top-0 z-20 border-b border-line bg-page">
      <div
        role="row"
        class="grid h-row items-center pe-3 text-meta font-medium text-muted"
        style={{ 'grid-template-columns': props.columns.template() }}
      >
        <div role="columnheader" class="grid place-items-center">
          <input
            type="checkbox"
            class="target size-3.5 accent-accent"
            checked={isAll()}
            ref={(box) =>
              createEffect(() => (box.indeterminate = !isAll() && props.selection.tasks().length > 0))
            }
            onChange={toggleAll}
            aria-label={words().selectAll}
          />
        </div>
        <For each={props.columns.shown()}>
          {(column) => (
            <div
              role="columnheader"
              class="truncate px-2"
              title={words().column[column]}
              classList={{ 'text-end': FIGURE_COLUMNS.has(column) }}
            >
              {words().column[column]}
            </div>
          )}
        </For>
      </div>
    </div>
  );
}
