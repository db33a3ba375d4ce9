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
 *   chat:{p}:waiting:<line>       zset     requests that are filed and not taken, by round; lines: chats, batches, copies
 *   chat:{p}:rounds:<line>        zset     owners by the round of their last request in that line
 *   chat:{p}:owners               hash     how many requests of the stream are whose
 *   chat:{p}:dead                 stream   dead letters: tasks that were given up on a budget, to be retried or dropped
 *   chat:{p}:events              stream   what became of tasks, for lists and dashboards; a channel of that name wakes
 *   chat:conversation:<owner>:<id> hash   head, previous: its newest turn and the one before; system
 *   chat:idempotency:<owner>:<key> string  task id and body hash of a generate call
 */
export const GENERATORS = 'generators';
export const PERSISTERS = 'persisters';

export function requestsKey(partition: number): string {
  return `chat:{${partition}}:requests`;
}

/** What all task hashes of a partition begin with; the id follows. */
export function taskKeyPrefix(partition: number): string {
  return `chat:{${partition}}:task:`;
}

export function taskKey(taskId: TaskId): string {
  return `${taskKeyPrefix(partitionOf(taskId))}${taskId}`;
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

/** What a request waits for: a provider call, one that lets chats go first, or only a hand that copies. */
export const WAITING_LINES = ['chats', 'batches', 'copies'] as const;
export type WaitingLine = (typeof WAITING_LINES)[number];

export function waitingKey(partition: number, line: WaitingLine): string {
  return `chat:{${partition}}:waiting:${line}`;
}

export function roundsKey(partition: number, line: WaitingLine): string {
  return `chat:{${partition}}:rounds:${line}`;
}

export function ownersKey(partition: number): string {
  return `chat:{${partition}}:owners`;
}

export function deadKey(partition: number): string {
  return `chat:{${partition}}:dead`;
}

/** Also the sharded channel on which each new event wakes readers. */
export function eventsKey(partition: number): string {
  return `chat:{${partition}}:events`;
}

export function idempotencyKey(owner: string, key: string): string {
  return `chat:idempotency:${owner}:${key}`;
}

export function conversationKey(owner: string, id: ConversationId): string {
  return `chat:conversation:${owner}:${id}`;
}
