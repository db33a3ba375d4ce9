/**
 * Names of tasks, conversations and batches. A task id carries its partition, so every Redis key of a task can be
 * made from its id alone, whatever PARTITIONS is today: `t<partition>_<32 hex digits of a UUIDv7>`.
 */
export type TaskId = `t${number}_${string}`;
export type ConversationId = `c_${string}`;
export type BatchId = `b_${string}`;

export const TASK_ID_PATTERN = /^t(0|[1-9]\d{0,3})_[0-9a-f]{32}$/;
export const CONVERSATION_ID_PATTERN = /^c_[0-9a-f]{32}$/;
export const BATCH_ID_PATTERN = /^b_[0-9a-f]{32}$/;

export function isTaskId(value: string): value is TaskId {
  return TASK_ID_PATTERN.test(value);
}

/** @param uuid a UUIDv7, so that ids of one partition sort by time */
export function makeTaskId(partition: number, uuid: string): TaskId {
  return `t${partition}_${uuid.replaceAll('-', '')}`;
}

export function makeConversationId(uuid: string): ConversationId {
  return `c_${uuid.replaceAll('-', '')}`;
}

export function isBatchId(value: string): value is BatchId {
  return BATCH_ID_PATTERN.test(value);
}

/** @param uuid a UUIDv7, so that ids sort by time */
export function makeBatchId(uuid: string): BatchId {
  return `b_${uuid.replaceAll('-', '')}`;
}

/** The conversation that the tasks of a batch belong to. */
export function conversationOf(batchId: BatchId): ConversationId {
  return `c_${batchId.slice('b_'.length)}`;
}

export function partitionOf(taskId: TaskId): number {
  return Number(taskId.slice(1, taskId.indexOf('_')));
}

const UUID_V7_AT = 12;

/** When a task was named, unix ms; undefined where its id does not tell. */
export function namedAt(taskId: TaskId): number | undefined {
  const hex = taskId.slice(taskId.indexOf('_') + 1);
  return hex[UUID_V7_AT] === '7' ? Number.parseInt(hex.slice(0, UUID_V7_AT), 16) : undefined;
}
