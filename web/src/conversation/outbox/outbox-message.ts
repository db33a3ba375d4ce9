import type { GenerateRequest } from '@continuo/shared/protocol/http-api';
import type { ApiFault } from '../../continuo-client/api/api-fault.ts';

/** A message of the user from the moment it is sent to the moment the service has taken it. Plain data. */
export interface OutboxMessage {
  /** The idempotency key: however often it is sent, from whichever tab, it makes one task. */
  key: string;
  conversationId: string;
  prompt: string;
  provider: string;
  model: string;
  /** Unix ms. */
  createdAt: number;
  /** The turn it answers: a task, or the key of a message that was not taken yet. null: it is a first turn. */
  parent: string | null;
  call: OutboxCall;
  /** Why the service does not take it. It is not sent again before the user says so. */
  refusal?: ApiFault;
}

export type OutboxCall =
  | { kind: 'generate'; request: GenerateRequest }
  /** Goes on with a task that was given up; where that cannot be, `otherwise` is asked. */
  | { kind: 'retry'; taskId: string; otherwise: GenerateRequest };

/** What is sent, behind the turn that its parent has become. */
export function placeRequest(request: GenerateRequest, parentTaskId: string | null): GenerateRequest {
  return request.regenerate_of === undefined ? { ...request, parent_task_id: parentTaskId } : request;
}

/** A key is known to the service for a day: what is older might make a second task. */
const KEY_LIFE_MS = 20 * 3_600_000;

export function isTooOld({ createdAt }: OutboxMessage, now: number): boolean {
  return now - createdAt > KEY_LIFE_MS;
}

/** Messages when another one is gone from among them: what stood behind it stands behind `parent` now. */
export function moveBehind(
  messages: readonly OutboxMessage[],
  goneKey: string,
  parent: string | null,
): OutboxMessage[] {
  return messages.map((message) => (message.parent === goneKey ? { ...message, parent } : message));
}

export function withoutRefusal({ refusal: _refusal, ...message }: OutboxMessage): OutboxMessage {
  return message;
}
