import { defineWords } from '../words/define-words.ts';

const english = {
  /** What is asked behind an answer that was stopped. */
  goOn: 'Please go on exactly where you stopped.',
  systemNotSaved: 'The system text could not be saved.',
};

export type ConversationWords = typeof english;
export const words = defineWords(english, () => import('./words.fr.ts'));
