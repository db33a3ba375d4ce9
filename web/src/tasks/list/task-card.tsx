import { A } from '@solidjs/router';
import { Show } from 'solid-js';
import { useServices } from '../../services.ts';
import { formatMoment, formatWhen } from '../../words/format.ts';
import { TaskMark } from '../task-mark.tsx';
import { durationOf, firstLine } from './task-cells.tsx';
import type { TaskRowProps } from './task-row.tsx';
import { words } from './words.ts';

/** The same as a row where there is no room for columns. */
export function TaskCard(props: TaskRowProps) {
  const { offer } = useServices();
  return (
    <div
      class="relative flex gap-3 border-b border-line px-3 py-3"
      classList={{ 'bg-bubble': props.isSelected }}
      data-testid="task-row"
      data-task={props.task.task_id}
      data-status={props.task.status}
    >
      <div role="cell" class="relative z-10 pt-0.5">
        <input
          type="checkbox"
          class="target size-4 accent-accent"
          checked={props.isSelected}
          onChange={() => props.onToggle()}
          aria-label={words().selectTask(props.task.prompt.slice(0, 80))}
          data-testid="select-task"
        />
      </div>
      <div role="cell" class="min-w-0 flex-1">
        <A
          href={props.href}
          class="block truncate font-medium after:absolute after:inset-0"
          data-testid="task-link"
        >
          {firstLine(props.task.prompt) || words().noPrompt}
        </A>
        <p class="mt-1 flex items-center gap-3 text-meta whitespace-nowrap text-muted">
          <TaskMark
            status={props.task.status}
            isCancelling={props.note?.isCancelling}
            isRetrying={props.note?.isRetrying}
          />
          <span class="tabular">{durationOf(props.task, props.now)}</span>
          <Show when={props.task.cached}>
            <span class="text-cached">{words().cached}</span>
          </Show>
          <span class="min-w-0 flex-1 truncate">{offer.labelOf(props.task)}</span>
          <time class="tabular" title={formatMoment(props.task.created_at)}>
            {formatWhen(props.task.created_at, props.now)}
          </time>
        </p>
      </div>
    </div>
  );
}
