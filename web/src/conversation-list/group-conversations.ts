import type { TaskSummary } from '@continuo/shared/protocol/http-api';
import { isTerminal } from '@continuo/shared/protocol/task-status';

/** A conversation as the list shows it. */
export interface ConversationSummary {
  id: string;
  /** Its first prompt, in one line. */
  title: string;
  isRunning: boolean;
  /** When its last task was accepted, unix ms. */
  changedAt: number;
}

/** @param tasks newest first, as the service lists them; conversations come in the same order */
export function groupConversations(tasks: readonly TaskSummary[]): ConversationSummary[] {
  const groups = Map.groupBy(tasks, (task) => task.conversation_id);
  return [...groups].map(([id, group]) => ({
    id,
    title: titleOf(group.at(-1)?.prompt ?? ''),
    isRunning: group.some((task) => !isTerminal(task.status)),
    changedAt: group[0]?.created_at ?? 0,
  }));
}

const TITLE_CHARS_MAX = 120;

export function titleOf(prompt: string): string {
  return prompt.replace(/\s+/g, ' ').trim().slice(0, TITLE_CHARS_MAX);
}
