import { defineWords } from '../words/define-words.ts';

const english = {
  conversations: 'Conversations',
  noConversations: 'Your conversations will be listed here.',
  answerUnderWay: 'Answer under way',
};

export type ConversationListWords = typeof english;
export const words = defineWords(english, () => import('./words.fr.ts'));
