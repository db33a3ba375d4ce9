import { defineWords } from '../words/define-words.ts';

const english = {
  plainText: 'text',
  table: 'Table',
  wrap: 'Wrap',
  unknownHost: 'an unknown place',
  imageFrom: (host: string, alt: string) => (alt ? `Image from ${host}: ${alt}` : `Image from ${host}`),
  loadImage: 'Show it',
};

export type MarkdownWords = typeof english;
export const words = defineWords(english, () => import('./words.fr.ts'));
