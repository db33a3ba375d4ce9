import { createHash, randomUUIDv7 } from 'node:crypto';
import { canonicalRequest, type ChatRequest } from '@continuo/shared/protocol/chat-request';
import {
  makeConversationId,
  makeTaskId,
  type BatchId,
  type ConversationId,
  type TaskId,
} from '@continuo/shared/protocol/task-id';
import type { NamedTask } from './idempotency.ts';

/** The sha256 that names a request, in hex. */
export function hashRequest(owner: string, request: ChatRequest): string {
  return createHash('sha256').update(canonicalRequest(owner, request)).digest('hex');
}

/**
 * A cacheable request chooses its partition by its hash, so that its cache key is in the slot of its task;
 * any other by chance.
 *
 * @param hash undefined: not cacheable
 * @param conversationId undefined: a new one
 */
export function nameTask(
  partitions: number,
  hash: string | undefined,
  conversationId: ConversationId = makeConversationId(randomUUIDv7()),
): NamedTask {
  const uuid = randomUUIDv7();
  return { taskId: makeTaskId(choosePartition(partitions, hash ?? uuid.slice(-8)), uuid), conversationId };
}

/**
 * An id that is always made of the same text, for tasks that may be submitted more than once: a hash, with the time
 * of what they come from.
 *
 * @param origin a task or a batch
 */
export function deriveTaskId(partition: number, origin: TaskId | BatchId, text: string): TaskId {
  const timeHex = origin.slice(origin.indexOf('_') + 1).slice(0, 12);
  const hash = createHash('sha256').update(text).digest('hex');
  return makeTaskId(partition, `${timeHex}7${hash.slice(0, 3)}8${hash.slice(3, 18)}`);
}

/** @param hex at least eight digits; the same always give the same partition */
export function choosePartition(partitions: number, hex: string): number {
  return Number.parseInt(hex.slice(0, 8), 16) % partitions;
}
