import { choosePlural } from '../words/choose-plural.ts';
import { formatCount } from '../words/format.ts';
import type { PaletteWords } from './words.ts';

export const words: PaletteWords = {
  shortcuts: {
    palette: 'Tout trouver, tout faire',
    newChat: 'Nouvelle discussion',
    search: 'Rechercher ou filtrer dans la liste',
    toggleSidebar: 'Afficher ou masquer le panneau latéral',
    settings: 'Réglages',
    help: 'Raccourcis clavier',

    send: 'Envoyer le message',
    newLine: 'Nouvelle ligne dans le message',
    stop: 'Arrêter la réponse',
    focusMessage: 'Aller au champ du message',
    copyAnswer: 'Copier la dernière réponse',
    copyCode: 'Copier le dernier code',
    previousTurn: 'Message précédent',
    nextTurn: 'Message suivant',

    next: 'Tâche suivante',
    previous: 'Tâche précédente',
    select: 'Sélectionner la tâche',
    cancelTask: 'Annuler la tâche',
    runAgain: 'Relancer la tâche',
  },
  places: { everywhere: 'Partout', chat: 'Discussion', tasks: 'Tâches' },
  printed: { Enter: 'Entrée', Esc: 'Échap', Shift: 'Maj' },
  or: 'ou',
  singleKeys: 'Les caractères seuls servent de raccourcis',

  palette: 'Palette',
  prompt: 'Conversations, tâches, pages, actions',
  results: 'Résultats',
  sections: {
    recent: 'Dernières conversations',
    tasks: 'Tâches',
    actions: 'Actions',
    pages: 'Pages',
    conversations: 'Conversations',
  },
  openTask: (id) => `Ouvrir la tâche ${id}`,
  openConversation: (id) => `Ouvrir la conversation ${id}`,
  chooseTheme: (name) => `Thème\u00a0: ${name}`,
  chooseLanguage: (name) => `Langue\u00a0: ${name}`,
  found: (count) =>
    `${formatCount(count)} ${choosePlural('fr', count, { one: 'résultat', other: 'résultats' })}`,
  noneFound: 'Aucun résultat.',
};
