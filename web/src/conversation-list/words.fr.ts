import type { ConversationListWords } from './words.ts';

export const words: ConversationListWords = {
  conversations: 'Conversations',
  noConversations: 'Vos conversations seront listées ici.',
  answerUnderWay: 'Réponse en cours',
};
