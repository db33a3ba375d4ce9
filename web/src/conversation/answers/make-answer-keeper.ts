import type { TurnReply } from '@continuo/shared/protocol/conversation-api';
import { isTerminal } from '@continuo/shared/protocol/task-status';
import { keepCalling } from '../../shell/connection/keep-calling.ts';
import type { Services } from '../../services.ts';
import { describeLog, emptyLog } from './answer-log.ts';
import type { Answer } from './answer.ts';
import { describeAnswer, describeResult } from './describe-answer.ts';
import { followTask } from './follow-task.ts';
import { createAnswerCells, saveCell } from './create-answer-cells.ts';
import { unpackLog } from './pack-log.ts';
import { runBounded } from '../../run-bounded.ts';
import type { SavedAnswer } from './saved-answer.ts';

/** The answers of a conversation by task: from the last visit, from their logs, or as the service tells them. */
export interface AnswerKeeper {
  answerOf: (taskId: string | undefined) => Answer | undefined;
  /** Puts in what was shown last, and goes on reading where that ends. */
  restore: (taskId: string, saved: SavedAnswer) => void;
  /** Takes what the service tells now; reads what goes on, and what is longer than what it tells. */
  take: (page: readonly TurnReply[]) => void;
  /** Reads an answer that was asked for just now. */
  follow: (taskId: string) => void;
  isFollowing: (taskId: string) => boolean;
  /** For the next visit; undefined while nothing is known. */
  save: (taskId: string) => SavedAnswer | undefined;
  stop: () => void;
}

export interface AnswerListener {
  /** More of it is known. */
  onChange: (taskId: string, isOver: boolean) => void;
  onSettled: (taskId: string) => void;
}

const RESULTS_AT_ONCE_MAX = 3;

export function makeAnswerKeeper(services: Services, listener: AnswerListener): AnswerKeeper {
  const { client } = services;
  const cellOf = createAnswerCells();
  const life = new AbortController();

  const follow = (taskId: string, log = emptyLog()): void => {
    const cell = cellOf(taskId);
    if (cell.log) return;
    cell.log = log;
    followTask({
      taskId,
      log,
      shown: cell.answer(),
      services,
      signal: life.signal,
      onAnswer: cell.show,
      onRead: (current) => {
        cell.log = current;
        listener.onChange(taskId, current.view.terminal !== undefined);
      },
      onSettled: (answer) => {
        cell.log = undefined;
        cell.show(answer);
        listener.onSettled(taskId);
      },
    });
  };

  const fetchWhole = async (reply: TurnReply): Promise<void> => {
    const { task_id: taskId } = reply;
    const outcome = await keepCalling(services, () => client.api.result(taskId), { signal: life.signal });
    if (!outcome) return;
    const told = describeAnswer(reply);
    cellOf(taskId).show(outcome.ok ? { ...told, ...describeResult(outcome.value) } : told);
    listener.onSettled(taskId);
  };

  /** @returns whether the answer is longer than what is told */
  const takeTurn = (reply: TurnReply): boolean => {
    const cell = cellOf(reply.task_id);
    // What is being read here comes to its own end.
    if (cell.log) return false;
    if (!isTerminal(reply.status)) {
      cell.show(describeAnswer(reply));
      follow(reply.task_id);
      return false;
    }
    const shown = cell.answer();
    if (shown?.outcome && isSameText(shown.text, reply)) return false;
    if (shown?.outcome) client.surroundings.counters.mismatches += 1;
    if (reply.is_cut) return true;
    cell.show(describeAnswer(reply));
    listener.onChange(reply.task_id, false);
    return false;
  };

  return {
    answerOf: (taskId) => (taskId === undefined ? undefined : cellOf(taskId).answer()),
    restore: (taskId, saved) => {
      const cell = cellOf(taskId);
      if (saved.kind === 'answer') cell.show(saved.answer);
      else {
        const log = unpackLog(saved.log);
        cell.show(describeLog(log));
        follow(taskId, log);
      }
    },
    take: (page) => void runBounded(page.filter(takeTurn), RESULTS_AT_ONCE_MAX, fetchWhole),
    follow,
    isFollowing: (taskId) => cellOf(taskId).log !== undefined,
    save: (taskId) => saveCell(cellOf(taskId)),
    stop: () => life.abort(),
  };
}

function isSameText(text: string, { answer, is_cut }: TurnReply): boolean {
  return is_cut ? text.startsWith(answer) : text === answer;
}
