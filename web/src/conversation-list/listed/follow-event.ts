import type { EventDataOf } from '@continuo/shared/protocol/event-api';
import type { ListedConversation } from './listed-conversation.ts';

/** The events that change what the list shows. */
export const TURN_EVENTS = ['task_created', 'task_started', 'task_finished'] as const;
export type TurnEvent = EventDataOf<(typeof TURN_EVENTS)[number]>;

/** What becomes of a conversation by what became of a task of it. Its mark is that of its newest turn. */
export function followEvent(conversation: ListedConversation, event: TurnEvent): ListedConversation {
  const { lastTurn } = conversation;
  const { type, task_id: taskId, at, status } = event;
  if (type === 'task_created') {
    if (at < conversation.updatedAt || lastTurn?.taskId === taskId) return conversation;
    return { ...conversation, updatedAt: at, lastTurn: { taskId, status, finishedAt: undefined } };
  }
  if (lastTurn?.taskId !== taskId) return conversation;
  return {
    ...conversation,
    lastTurn: { taskId, status, finishedAt: type === 'task_finished' ? at : undefined },
  };
}
