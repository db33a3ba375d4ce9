import { A } from '@solidjs/router';
import { For, Show } from 'solid-js';
import { FIGURE_COLUMNS, type ColumnName } from './columns.ts';
import { TaskCell, type TaskCellProps } from './task-cells.tsx';
import { words } from './words.ts';

export interface TaskRowProps extends TaskCellProps {
  href: string;
  isSelected: boolean;
  onToggle: () => void;
}

/** A task in the table. The whole row leads to it by a real link; the box before it is a place of its own. */
export function TaskRow(props: TaskRowProps & { columns: readonly ColumnName[]; template: string }) {
  return (
    <div
      class="relative grid h-row items-center border-b pe-3 border-line/70 hover:bg-panel has-[a:focus-visible]:bg-panel"
      classList={{ 'bg-bubble hover:bg-bubble': props.isSelected }}
      style={{ 'grid-template-columns': props.template }}
      data-testid="task-row"
      data-task={props.task.task_id}
      data-status={props.task.status}
    >
      <TaskBox {...props} />
      <For each={props.columns}>
        {(column) => (
          <div
            role="cell"
            class="min-w-0 truncate px-2"
            classList={{ 'tabular text-end': FIGURE_COLUMNS.has(column) }}
          >
            <Show when={column === 'prompt'} fallback={<TaskCell {...props} column={column} />}>
              <A href={props.href} class="after:absolute after:inset-0" data-testid="task-link">
                <TaskCell {...props} column={column} />
              </A>
            </Show>
          </div>
        )}
      </For>
    </div>
  );
}

function TaskBox(props: TaskRowProps) {
  return (
    <div role="cell" class="relative z-10 grid place-items-center">
      <input
        type="checkbox"
        class="target size-3.5 accent-accent"
        checked={props.isSelected}
        onChange={() => props.onToggle()}
        aria-label={words().selectTask(props.task.prompt.slice(0, 80))}
        data-testid="select-task"
      />
    </div>
  );
}
