import type { MarkdownWords } from './words.ts';

export const words: MarkdownWords = {
  plainText: 'texte',
  table: 'Tableau',
  unknownHost: 'un endroit inconnu',
  imageFrom: (host, alt) => (alt ? `Image de ${host} : ${alt}` : `Image de ${host}`),
};
