import { partitionOf, type ConversationId, type TaskId } from '../protocol/task-id.ts';

/**
 * Every Redis name there is. The hash tag `{p}` puts all keys of a partition into one slot, so that each
 * transition is one atomic script, on one Redis and on a Redis Cluster alike.
 *
 *   chat:{p}:requests             stream   one entry per task; groups `generators` and `persisters`
 *   chat:{p}:task:<id>            hash     the task record; outlives its stream as a tombstone
 *   chat:{p}:task:<id>:entries    stream   the log, ids `<seq>-<incarnation>`
 *   chat:{p}:task:<id>:live       channel  each append, as one sharded pub/sub message
 *   chat:{p}:cache:<sha256>       string   id of the task that answers this request
 *   chat:{p}:dead                stream   dead letters: tasks that were given up on a budget, to be retried or dropped
 *   chat:conversation:<owner>:<id> hash   head, previous: its newest turn and the one before; system
 *   chat:idempotency:<owner>:<key> string  task id and body hash of a generate call
 */
export const GENERATORS = 'generators';
export const PERSISTERS = 'persisters';

export function requestsKey(partition: number): string {
  return `chat:{${partition}}:requests`;
}

export function taskKey(taskId: TaskId): string {
  return `chat:{${partitionOf(taskId)}}:task:${taskId}`;
}

export function entriesKey(taskId: TaskId): string {
  return `${taskKey(taskId)}:entries`;
}

export function liveChannel(taskId: TaskId): string {
  return `${taskKey(taskId)}:live`;
}

/** @param requestHash sha256 of the canonical request, hex; it chose the partition of the task */
export function cacheKey(partition: number, requestHash: string): string {
  return `chat:{${partition}}:cache:${requestHash}`;
}

export function deadKey(partition: number): string {
  return `chat:{${partition}}:dead`;
}

export function idempotencyKey(owner: string, key: string): string {
  return `chat:idempotency:${owner}:${key}`;
}

export function conversationKey(owner: string, id: ConversationId): string {
  return `chat:conversation:${owner}:${id}`;
}
