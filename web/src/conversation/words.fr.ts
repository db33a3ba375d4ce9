import type { ConversationWords } from './words.ts';

export const words: ConversationWords = {
  goOn: 'Continue exactement là où tu t’es arrêté.',
  systemNotSaved: 'Le texte système n’a pas pu être enregistré.',
};
