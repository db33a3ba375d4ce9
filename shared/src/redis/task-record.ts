import type { ChatRequest } from '../protocol/chat-request.ts';
import type { ConversationId, TaskId } from '../protocol/task-id.ts';
import type { TaskStatus } from '../protocol/task-status.ts';
import type { Redis } from './connection.ts';
import { taskKey } from './keys.ts';

/** The task hash, typed. What the log says about the answer is not repeated here. */
export interface TaskRecord {
  taskId: TaskId;
  owner: string;
  status: TaskStatus;
  epoch: number;
  holder: string | undefined;
  /** Redis time, unix ms; in the past or 0: nobody holds the task. */
  leaseUntil: number;
  /** Seq of the last entry. */
  seq: number;
  incarnation: number;
  /** Postgres holds the log up to this seq. */
  persistedSeq: number;
  /** How often an attempt was started. */
  attempts: number;
  conversationId: ConversationId;
  request: ChatRequest;
  requestHash: string;
  cancelRequested: boolean;
  /** The running task that answers the same request, when this one only copies its text. */
  follows: TaskId | undefined;
  createdAt: number;
  startedAt: number | undefined;
  finishedAt: number | undefined;
}

/** Undefined when Redis does not know the task: never accepted, or expired after it was persisted. */
export async function readTaskRecord(redis: Redis, taskId: TaskId): Promise<TaskRecord | undefined> {
  const fields: Record<string, string | undefined> = await redis.hgetall(taskKey(taskId));
  return fields['status'] === undefined ? undefined : parseRecord(taskId, fields);
}

function parseRecord(taskId: TaskId, fields: Record<string, string | undefined>): TaskRecord {
  const number = (name: string): number => Number(fields[name] ?? 0);
  const optional = (name: string): number | undefined =>
    fields[name] === undefined ? undefined : Number(fields[name]);
  return {
    taskId,
    owner: fields['owner'] ?? '',
    status: fields['status'] as TaskStatus,
    epoch: number('epoch'),
    holder: fields['holder'],
    leaseUntil: number('lease'),
    seq: number('seq'),
    incarnation: number('incarnation'),
    persistedSeq: number('persisted'),
    attempts: number('attempts'),
    conversationId: fields['conversation_id'] as ConversationId,
    request: JSON.parse(fields['request'] ?? 'null') as ChatRequest,
    requestHash: fields['request_hash'] ?? '',
    cancelRequested: fields['cancel_requested'] !== undefined,
    follows: fields['follows'] as TaskId | undefined,
    createdAt: number('created_at'),
    startedAt: optional('started_at'),
    finishedAt: optional('finished_at'),
  };
}
