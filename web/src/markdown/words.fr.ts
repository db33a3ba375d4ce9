import type { MarkdownWords } from './words.ts';

export const words: MarkdownWords = {
  plainText: 'texte',
  table: 'Tableau',
  wrap: 'Renvoi à la ligne',
  unknownHost: 'un endroit inconnu',
  imageFrom: (host, alt) => (alt ? `Image de ${host}\u00a0: ${alt}` : `Image de ${host}`),
  loadImage: 'Afficher',
};
