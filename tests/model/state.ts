import type { Entry, EntryDraft } from '@continuo/shared/protocol/entry';
import { foldTask, type TaskView } from '@continuo/shared/protocol/fold-task';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import type { TaskStatus } from '@continuo/shared/protocol/task-status';

/** An entry as the model stores it: everything but the time. */
export interface ModelEntry {
  readonly seq: number;
  readonly incarnation: number;
  readonly epoch: number;
  readonly draft: EntryDraft;
}

/** What Redis holds of one task: the record, the stream and the place on the request stream. */
export interface ModelTask {
  readonly status: TaskStatus;
  readonly epoch: number;
  readonly nonce: string | undefined;
  /** The lease lies in the future. */
  readonly isLeased: boolean;
  readonly seq: number;
  readonly incarnation: number;
  readonly persisted: number;
  readonly attempts: number;
  readonly isCancelRequested: boolean;
  readonly follows: TaskId | undefined;
  /** Undefined: expired. */
  readonly entries: readonly ModelEntry[] | undefined;
  /** The request stream has its entry; it is pending for the generators, for the persisters. */
  readonly isRequested: boolean;
  readonly isPendingForGenerators: boolean;
  readonly isPendingForPersisters: boolean;
  /** Retention has begun. */
  readonly mayExpire: boolean;
  /** No field of the product: whose claim was the last to be granted, whatever the rules check. */
  readonly trueHolder: string | undefined;
}

/** Never changed in place: an older state is what a crash that loses data goes back to. */
export interface ModelRedis {
  readonly tasks: Readonly<Record<TaskId, ModelTask>>;
  /** The model knows one request: all tasks are for it. */
  readonly cache: TaskId | undefined;
}

export const EMPTY_REDIS: ModelRedis = { tasks: {}, cache: undefined };

export function putTask(redis: ModelRedis, id: TaskId, task: ModelTask): ModelRedis {
  return { ...redis, tasks: { ...redis.tasks, [id]: task } };
}

/** The task with drafts appended under an epoch. */
export function write(task: ModelTask, epoch: number, drafts: readonly EntryDraft[]): ModelTask {
  const { seq, incarnation, entries = [] } = task;
  const added = drafts.map((draft, i) => ({ seq: seq + 1 + i, incarnation, epoch, draft }));
  return { ...task, seq: seq + drafts.length, entries: [...entries, ...added] };
}

export function viewOf(log: readonly ModelEntry[]): TaskView {
  return foldTask(log.map(toEntry));
}

export function toEntry({ draft, ...header }: ModelEntry): Entry {
  return { ...header, at: 0, ...draft };
}
