import { answerText, foldTask } from '@continuo/shared/protocol/fold-task';
import { attemptsOf, type Attempt } from './attempts.ts';
import { blame, type CaseFile, type TaskCase, type Violation } from './case-file.ts';
import { knownAnswer } from './expected-answer.ts';

/**
 * Invariants 6 and 12: what counts of a text is the beginning of the one answer, however often another attempt went on
 * with it; and a task that completed has the whole of it.
 */
export function checkAnswers({ tasks }: CaseFile): Violation[] {
  return tasks.flatMap((task) => [...checkText(task), ...checkCut(task)]);
}

function checkText(task: TaskCase): Violation[] {
  const answer = task.request && knownAnswer(task.request);
  if (!answer) return [];
  const view = foldTask(task.entries);
  const text = answerText(view);
  if (!answer.text.startsWith(text)) {
    const at = firstDifference(answer.text, text);
    return [blame(6, task, `its text leaves the answer at character ${at}: "${text.slice(at, at + 60)}"`)];
  }
  if (view.terminal?.type !== 'completed') return [];
  const { finish_reason: reason } = view.terminal;
  if (reason === 'stop' && text !== answer.text) {
    return [blame(12, task, `it completed with ${text.length} of ${answer.text.length} characters`)];
  }
  const limit = task.request?.max_tokens ?? Infinity;
  const attempts = attemptsOf(task.entries);
  if (reason === 'length' && isLimitExact(attempts) && text !== answer.tokens.slice(0, limit).join('')) {
    const kept = attempts.map(({ strategy, keptChunks }) => `${strategy} behind ${keptChunks} chunks`);
    return [
      blame(12, task, `it was cut at ${text.length} characters, not at ${limit} tokens (${kept.join(', ')})`),
    ];
  }
  return [];
}

/**
 * How much of its limit is left to an attempt that asks for the rest of a text, no provider tells: that is estimated.
 * Also the first attempt of a task may do so, when another task's attempts have brought the text.
 */
function isLimitExact(attempts: readonly Attempt[]): boolean {
  return (
    attempts.length > 0 &&
    attempts.every(({ strategy, keptChunks }) => keptChunks === 0 || strategy === 'reattach')
  );
}

/** @returns an index into both */
function firstDifference(a: string, b: string): number {
  let at = 0;
  while (a[at] === b[at]) at += 1;
  return at;
}

/** Invariant 6: only a restart drops what is stored. */
function checkCut(task: TaskCase): Violation[] {
  return attemptsOf(task.entries)
    .filter(({ strategy, keptChunks, storedChunks }) => strategy !== 'restart' && keptChunks !== storedChunks)
    .map(({ seq, keptChunks, storedChunks }) =>
      blame(6, task, `the attempt at ${seq} kept ${keptChunks} of ${storedChunks} chunks`),
    );
}
