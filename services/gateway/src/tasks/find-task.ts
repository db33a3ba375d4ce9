import { isTaskId, namedAt, type TaskId } from '@continuo/shared/protocol/task-id';
import { isTerminal } from '@continuo/shared/protocol/task-status';
import type { Redis } from '@continuo/shared/redis/connection';
import { readTaskRecord, type TaskRecord } from '@continuo/shared/redis/task-record';
import { outlastRedis } from '../stores/outlast-redis.ts';
import { Refusal } from '../http/refusal.ts';

/** What is known of a task beside its log, whichever store it came from. */
export type TaskFacts = Pick<
  TaskRecord,
  | 'taskId'
  | 'owner'
  | 'status'
  | 'epoch'
  | 'seq'
  | 'incarnation'
  | 'persistedSeq'
  | 'conversationId'
  | 'request'
  | 'requestHash'
  | 'cancelRequested'
  | 'createdAt'
>;

export interface FindTaskDeps {
  owner: string;
  redis: Redis;
  /** The task's row in Postgres; undefined when there is none. */
  readTaskRow: (taskId: TaskId) => Promise<TaskFacts | undefined>;
  /** After what time a task may be deleted for its age; undefined: never. */
  retentionMs?: number | undefined;
}

/**
 * The owner's task, from Redis or else from Postgres. Another owner's task takes the same way and gets the
 * same answer as one that never was, so that neither tells which it is (invariant 10).
 *
 * @throws Refusal `unknown_task`; `gone` when the id is so old that its task would be past its retention
 */
export async function findTask(deps: FindTaskDeps, id: string): Promise<TaskFacts> {
  if (!isTaskId(id)) throw new Refusal('unknown_task');
  return await outlastRedis(
    deps.redis,
    () => findInEither(deps, id),
    () => findFinished(deps, id),
  );
}

/** The same; undefined when neither store knows it, or not any more. */
export async function findTaskIfAny(deps: FindTaskDeps, taskId: TaskId): Promise<TaskFacts | undefined> {
  try {
    return await findTask(deps, taskId);
  } catch (error) {
    if (error instanceof Refusal && isMissing(error)) return undefined;
    throw error;
  }
}

async function findInEither(deps: FindTaskDeps, taskId: TaskId): Promise<TaskFacts> {
  const record = await readTaskRecord(deps.redis, taskId);
  if (record?.owner === deps.owner) return record;
  const row = await deps.readTaskRow(taskId);
  if (row?.owner === deps.owner) return row;
  throw refuseUnknown(taskId, deps.retentionMs);
}

/** By the id alone, so that another owner's old task looks like one that never was. */
function refuseUnknown(taskId: TaskId, retentionMs: number | undefined): Refusal {
  const at = namedAt(taskId);
  if (retentionMs === undefined || at === undefined || Date.now() - at < retentionMs) {
    return new Refusal('unknown_task');
  }
  return new Refusal('gone', 'Tasks of that age are deleted.');
}

function isMissing({ problem: { code } }: Refusal): boolean {
  return code === 'unknown_task' || code === 'gone';
}

/** A task that Postgres shows as over stays so; what it shows of any other may be the past. */
async function findFinished(deps: FindTaskDeps, taskId: TaskId): Promise<TaskFacts | undefined> {
  const row = await deps.readTaskRow(taskId);
  return row?.owner === deps.owner && isTerminal(row.status) ? row : undefined;
}
