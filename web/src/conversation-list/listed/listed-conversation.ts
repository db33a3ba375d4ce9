import type { ConversationSummary } from '@continuo/shared/protocol/conversation-api';
import { isTerminal, type TaskStatus } from '@continuo/shared/protocol/task-status';

/** A conversation as the list shows it. */
export interface ListedConversation {
  id: string;
  title: string;
  isPinned: boolean;
  /** When its newest turn was accepted, unix ms. */
  updatedAt: number;
  /** Its newest turn; undefined: none is left. */
  lastTurn: LastTurn | undefined;
}

export interface LastTurn {
  taskId: string;
  status: TaskStatus;
  /** Unix ms; undefined while it goes on. */
  finishedAt: number | undefined;
}

export function readSummary(summary: ConversationSummary): ListedConversation {
  const { last_turn: turn } = summary;
  return {
    id: summary.conversation_id,
    title: summary.title,
    isPinned: summary.pinned,
    updatedAt: summary.updated_at,
    lastTurn: turn
      ? { taskId: turn.task_id, status: turn.status, finishedAt: turn.finished_at ?? undefined }
      : undefined,
  };
}

/** What the list marks a conversation with. */
export type ConversationMark = 'running' | 'failed' | 'unread';

/** @param isSeen whether the end of its newest answer was looked at */
export function markOf({ lastTurn }: ListedConversation, isSeen: boolean): ConversationMark | undefined {
  if (!lastTurn) return undefined;
  if (!isTerminal(lastTurn.status)) return 'running';
  if (lastTurn.status === 'failed') return 'failed';
  // Whoever stopped an answer has seen that it ended.
  return lastTurn.status === 'completed' && !isSeen ? 'unread' : undefined;
}

/** The service's order: those that are pinned first, then the newest. */
export function compareListed(a: ListedConversation, b: ListedConversation): number {
  return (
    Number(b.isPinned) - Number(a.isPinned) ||
    b.updatedAt - a.updatedAt ||
    (a.id < b.id ? 1 : a.id > b.id ? -1 : 0)
  );
}
