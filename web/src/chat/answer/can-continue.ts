import type { Answer } from '../../conversation/answers/answer.ts';

/** Whether an answer stopped before its end, with something to go on behind. */
export function canContinue(answer: Answer | undefined): boolean {
  const { text = '', outcome } = answer ?? {};
  if (text === '' || !outcome) return false;
  return outcome.kind !== 'completed' || outcome.finishReason === 'length';
}
