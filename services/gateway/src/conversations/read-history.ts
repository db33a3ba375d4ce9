import type { ChatMessage } from '@continuo/shared/protocol/chat-request';
import { answerText } from '@continuo/shared/protocol/fold-task';
import { MESSAGES_MAX } from '@continuo/shared/protocol/limits';
import type { ReadLog } from '@continuo/shared/protocol/log-page';
import { Refusal } from '../http/refusal.ts';
import { findTask, type FindTaskDeps, type TaskFacts } from '../tasks/find-task.ts';
import { readTaskView } from '../tasks/task-view.ts';

export type HistoryDeps = FindTaskDeps & { readLog: ReadLog };

export interface TurnHistory {
  messages: ChatMessage[];
  /** Turns that are missing at the beginning. */
  droppedTurns: number;
}

/**
 * What was said up to the end of a turn. Its request holds all that was said before it, so one turn is read, and its
 * ancestors only where that request had been cut.
 *
 * @throws Refusal `turn_running` when its answer is still being written
 */
export async function readHistory(
  deps: HistoryDeps,
  turn: TaskFacts,
  mode: 'all' | 'fit',
): Promise<TurnHistory> {
  let newer: ChatMessage[] = [];
  for (let at = turn; ;) {
    const view = await readTaskView(deps.readLog, at.taskId);
    if (!view) throw logGone(at);
    if (!view.terminal) throw new Refusal('turn_running', `${at.taskId} has not finished.`);
    const { droppedTurns } = view;
    const parent = view.links.parentTaskId;
    const answer = answerText(view);
    const isWhole = mode === 'fit' || droppedTurns === 0 || parent === undefined;
    if (isWhole) {
      return { messages: [...answered(at.request.messages, answer), ...newer], droppedTurns };
    }
    newer = [...answered(at.request.messages.slice(-1), answer), ...newer];
    // Longer than any request may be: whoever asks for all of it is refused, so the rest need not be read.
    if (newer.length > MESSAGES_MAX) return { messages: newer, droppedTurns };
    at = await findTask(deps, parent);
  }
}

export function logGone({ taskId }: TaskFacts): Refusal {
  return new Refusal('gone', `The log of ${taskId} was removed by retention.`);
}

/**
 * Failed and cancelled turns count with the text that came. One of which none came is left out, with its prompt:
 * providers take no empty answer, and no two prompts in a row.
 *
 * @param asked ends with the turn's prompt
 */
function answered(asked: readonly ChatMessage[], answer: string): ChatMessage[] {
  if (answer === '') return asked.slice(0, -1);
  return [...asked, { role: 'assistant', content: answer }];
}
