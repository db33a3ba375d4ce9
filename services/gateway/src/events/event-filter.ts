import type { EventType } from '@continuo/shared/protocol/event-api';
import type { TaskEvent } from '@continuo/shared/redis/task-events';

/** What a reader wants of its owner's events; undefined: all. */
export interface EventFilter {
  owner: string;
  types: ReadonlySet<string> | undefined;
  taskId: string | undefined;
  batchId: string | undefined;
}

/** Invariant 10: never another owner's. */
export function wantsEvent({ owner, types, taskId, batchId }: EventFilter, event: TaskEvent): boolean {
  if (event.owner !== owner) return false;
  if (types && !types.has(event.type)) return false;
  if (taskId !== undefined && event.taskId !== taskId) return false;
  return batchId === undefined || (JSON.parse(event.data) as { batch_id?: string }).batch_id === batchId;
}

/** @param about the batch that the figure is of; undefined: whichever */
export function wantsFigure(filter: EventFilter, type: EventType, about?: string): boolean {
  if (filter.types && !filter.types.has(type)) return false;
  if (filter.taskId !== undefined) return false;
  if (filter.batchId === undefined) return true;
  return type === 'batch_progress' && (about === undefined || about === filter.batchId);
}
