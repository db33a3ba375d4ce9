import type { OutboxMessage } from '../../conversation/outbox/outbox-message.ts';
import { titleOf } from '../title-of.ts';
import type { ListedConversation } from './listed-conversation.ts';

/** Conversations whose first message is on its way, waits for the connection, or was refused. */
export function listUnbegun(messages: readonly OutboxMessage[]): ListedConversation[] {
  const first = new Map<string, OutboxMessage>();
  for (const message of messages) {
    if (isFirst(message) && !first.has(message.conversationId)) first.set(message.conversationId, message);
  }
  return [...first.values()].map((message) => describeUnbegun(message));
}

/** @param taskId what the first message has become; undefined: it was not taken yet */
export function describeUnbegun(message: OutboxMessage, taskId?: string): ListedConversation {
  const { conversationId: id, prompt, createdAt } = message;
  const lastTurn =
    taskId === undefined ? undefined : { taskId, status: 'queued' as const, finishedAt: undefined };
  return { id, title: titleOf(prompt), isPinned: false, updatedAt: createdAt, lastTurn };
}

/** Not an edit or another answer of a first turn that there is. */
export function isFirst({ parent, call }: OutboxMessage): boolean {
  return parent === null && call.kind === 'generate' && call.request.regenerate_of === undefined;
}
