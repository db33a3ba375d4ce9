import { defineWords } from '../../../words/define-words.ts';

const english = {
  cachedMeaning: 'The same request was answered before: this is that answer, and nothing was paid for it.',
  cachedSince: (ago: string, saved: readonly string[]) =>
    saved.length > 0 ? `Answered ${ago}, saved ${saved.join(', ')}.` : `Answered ${ago}.`,
  answerFresh: 'Answer fresh',
  inputTokens: 'Input tokens',
  cachedTokens: 'of these from the provider’s cache',
  outputTokens: 'Output tokens',
  reasoningTokens: 'of these for reasoning',
  cost: 'Cost',
  firstText: 'First text after',
  wholeTime: 'Complete after',
  estimated: 'Tokens are partly estimated: no provider told them.',
  attemptNumber: (attempt: number) => `Attempt ${attempt}`,
  endReasons: {
    running: 'under way',
    completed: 'completed',
    failed: 'failed',
    failed_over: 'given to another provider',
    cancelled: 'cancelled',
    began_again: 'began again',
    worker_lost: 'worker lost',
    handed_over: 'handed over',
    handed_over_or_lost: 'handed over or lost',
  },
  strategies: {
    restart: 'from the beginning',
    reattach: 'attached to the provider’s run again',
    prefill: 'went on behind the text',
    continue: 'asked to go on',
  } as Record<string, string>,
};

export type DetailWords = typeof english;

export const words = defineWords(english, () => import('./words.fr.ts'));
