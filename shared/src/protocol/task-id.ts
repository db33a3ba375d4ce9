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

export function partitionOf(taskId: TaskId): number {
  return Number(taskId.slice(1, taskId.indexOf('_')));
}
