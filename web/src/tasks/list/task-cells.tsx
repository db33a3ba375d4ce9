import type { ListedTask } from '@continuo/shared/protocol/http-api';
import { isTerminal } from '@continuo/shared/protocol/task-status';
import { Match, Show, Switch, type JSX } from 'solid-js';
import { useServices } from '../../services.ts';
import {
  formatCount,
  formatDollars,
  formatDuration,
  formatElapsed,
  formatMoment,
  formatWhen,
} from '../../words/format.ts';
import { shortenId } from '../shorten-id.ts';
import { TaskMark } from '../task-mark.tsx';
import type { ColumnName } from './columns.ts';
import type { TaskNote } from './keep-tasks-fresh.ts';
import { words } from './words.ts';

export interface TaskCellProps {
  task: ListedTask;
  note: TaskNote | undefined;
  /** Unix ms, ticking once a second. */
  now: number;
}

const NOTHING = '–';

/** What stands in a column for a task. */
export function TaskCell(props: TaskCellProps & { column: ColumnName }) {
  const { offer } = useServices();
  const task = () => props.task;
  return (
    <Switch>
      <Match when={props.column === 'status'}>
        <TaskMark
          status={task().status}
          isCancelling={props.note?.isCancelling}
          isRetrying={props.note?.isRetrying}
        />
      </Match>
      <Match when={props.column === 'task'}>
        <span class="font-mono text-meta">{shortenId(task().task_id)}</span>
      </Match>
      <Match when={props.column === 'prompt'}>{firstLine(task().prompt) || words().noPrompt}</Match>
      <Match when={props.column === 'model'}>
        <span title={task().model}>{offer.labelOf(task())}</span>
      </Match>
      <Match when={props.column === 'worker'}>{task().worker ?? NOTHING}</Match>
      <Match when={props.column === 'attempt'}>{task().attempt || NOTHING}</Match>
      <Match when={props.column === 'chunks'}>{formatCount(task().chunks_count)}</Match>
      <Match when={props.column === 'tokens'}>{tokensOf(task())}</Match>
      <Match when={props.column === 'cost'}>
        <Cost task={task()} />
      </Match>
      <Match when={props.column === 'started'}>
        <time title={formatMoment(task().created_at)}>{formatWhen(task().created_at, props.now)}</time>
      </Match>
      <Match when={props.column === 'firstText'}>{firstTextOf(task())}</Match>
      <Match when={props.column === 'duration'}>{durationOf(task(), props.now)}</Match>
    </Switch>
  );
}

function Cost(props: { task: ListedTask }): JSX.Element {
  return (
    <Show
      when={props.task.cached}
      fallback={props.task.cost_usd === null ? NOTHING : formatDollars(props.task.cost_usd)}
    >
      <span class="text-cached">{words().cached}</span>
    </Show>
  );
}

export function firstLine(prompt: string): string {
  return prompt.trim().split('\n', 1)[0] ?? '';
}

function tokensOf({ output_tokens: tokens, status }: ListedTask): string {
  if (tokens !== null) return formatCount(tokens);
  return status === 'running' ? '…' : NOTHING;
}

function firstTextOf({ first_chunk_at: at, created_at: from }: ListedTask): string {
  return at === null ? NOTHING : formatDuration(Math.max(0, at - from));
}

/** From when somebody began to work on it; of what goes on, to now. */
export function durationOf(task: ListedTask, now: number): string {
  const from = task.started_at ?? task.created_at;
  if (task.finished_at !== null) return formatDuration(Math.max(0, task.finished_at - from));
  if (isTerminal(task.status) || task.started_at === null) return NOTHING;
  return formatElapsed(now - from);
}
