import { choosePlural } from '../words/choose-plural.ts';
import { formatCount } from '../words/format.ts';
import type { ConversationListWords } from './words.ts';

export const words: ConversationListWords = {
  conversations: 'Conversations',
  noConversations: 'Vos conversations seront listées ici.',
  pinned: 'Épinglées',
  today: 'Aujourd’hui',
  yesterday: 'Hier',
  week: '7 derniers jours',

  running: 'Réponse en cours',
  unread: 'Nouvelle réponse',
  failed: 'La dernière réponse a échoué',

  search: 'Rechercher dans les conversations',
  searchPlaceholder: 'Rechercher…',
  openPalette: 'Tout trouver, tout faire',
  clearSearch: 'Effacer la recherche',
  results: 'Conversations trouvées',
  noneFound: (query) => `Aucun résultat pour « ${query} ».`,
  found: (count, isAll) =>
    `${isAll ? '' : 'Plus de '}${formatCount(count)} ${choosePlural('fr', count, { one: 'conversation trouvée', other: 'conversations trouvées' })}`,

  actionsFor: (title) => `Actions pour « ${title} »`,
  rename: 'Renommer',
  newTitle: 'Nouveau titre',
  pin: 'Épingler',
  unpin: 'Détacher',
  exportMarkdown: 'Exporter en Markdown',
  exportJson: 'Exporter en JSON',
  removed: (title) => `« ${title} » est supprimée.`,
  notRemoved: (title, reason) => `« ${title} » n’a pas pu être supprimée. ${reason}`,
  notChanged: (title, reason) => `« ${title} » n’a pas pu être modifiée. ${reason}`,

  finished: (title) => `« ${title} » a une nouvelle réponse.`,
  gaveUp: (title) => `La réponse dans « ${title} » a échoué.`,
  open: 'Ouvrir',
};
