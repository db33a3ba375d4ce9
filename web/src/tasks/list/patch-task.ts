import type { EventDataOf } from '@continuo/shared/protocol/event-api';
import type { ListedTask } from '@continuo/shared/protocol/http-api';
import { isTerminal } from '@continuo/shared/protocol/task-status';
import type { TaskFilters } from './filters.ts';

export const TASK_EVENTS = [
  'task_created',
  'task_started',
  'task_retrying',
  'task_cancel_requested',
  'task_finished',
] as const;
export type TaskEvent = EventDataOf<(typeof TASK_EVENTS)[number]>;

/** A row as an event of its task leaves it. What the event does not tell is read later. Pure. */
export function patchTask(task: ListedTask, event: TaskEvent): ListedTask {
  if (isTerminal(task.status)) return task;
  switch (event.type) {
    case 'task_created':
    case 'task_cancel_requested':
      return task;
    case 'task_started':
      return {
        ...task,
        status: 'running',
        started_at: task.started_at ?? event.at,
        provider: event.provider,
        model: event.model,
        attempt: Math.max(task.attempt, event.attempt ?? 0),
        worker: event.worker ?? task.worker,
        cached: event.cached ?? false,
      };
    case 'task_retrying':
      return {
        ...task,
        status: 'running',
        provider: event.to_provider ?? task.provider,
        model: event.to_model ?? task.model,
      };
    case 'task_finished':
      return {
        ...task,
        status: event.status,
        finished_at: event.at,
        error_code: event.code ?? null,
        cached: event.cached ?? task.cached,
      };
  }
}

/** A row that was read anew: the store that lists are read from is behind the events, so it takes nothing back. Pure. */
export function mergeTask(known: ListedTask, read: ListedTask): ListedTask {
  if (isTerminal(known.status) && !isTerminal(read.status)) return known;
  if (known.status === 'running' && read.status === 'queued') return known;
  if (known.status === 'running' && read.attempt < known.attempt) return known;
  return read;
}

/** Whether the list may have a task that was just created, as far as its event tells. Pure. */
export function mayList(filters: TaskFilters, event: EventDataOf<'task_created'>): boolean {
  const isUnbounded = filters.to === undefined || filters.range !== 'custom';
  return (
    isUnbounded &&
    allows(filters.provider, event.provider) &&
    allows(filters.model, event.model) &&
    allows(filters.conv, event.conversation_id) &&
    allows(filters.batch, event.batch_id)
  );
}

function allows(wanted: string | undefined, value: string | undefined): boolean {
  return wanted === undefined || wanted === value;
}
