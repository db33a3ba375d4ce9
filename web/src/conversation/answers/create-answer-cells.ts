import { createSignal, type Accessor } from 'solid-js';
import type { AnswerLog } from './answer-log.ts';
import type { Answer } from './answer.ts';
import { packLog } from './pack-log.ts';
import type { SavedAnswer } from './saved-answer.ts';

/** What is known of one answer. */
export interface AnswerCell {
  answer: Accessor<Answer | undefined>;
  show: (answer: Answer) => void;
  /** While it is being read. */
  log: AnswerLog | undefined;
}

/** The cell of a task: always the same one. */
export type CellOf = (taskId: string) => AnswerCell;

export function createAnswerCells(): CellOf {
  const cells = new Map<string, AnswerCell>();
  return (taskId) => {
    const known = cells.get(taskId);
    if (known) return known;
    const [answer, show] = createSignal<Answer>();
    const cell: AnswerCell = { answer, show, log: undefined };
    cells.set(taskId, cell);
    return cell;
  };
}

/** For the next visit; undefined while nothing is known that stays. */
export function saveCell({ log, answer }: AnswerCell): SavedAnswer | undefined {
  if (log) return { kind: 'log', log: packLog(log) };
  const shown = answer();
  return shown?.outcome && { kind: 'answer', answer: shown };
}
