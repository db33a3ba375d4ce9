import type { ShellWords } from './words.ts';

export const words: ShellWords = {
  skipToMessage: 'Aller au champ du message',
  skipToContent: 'Aller au contenu',
  paneFailed: 'Cette partie de la page a échoué. Rien n’est perdu sur le serveur.',
  reloadPane: 'La reconstruire',
  openSidebar: 'Ouvrir la liste des conversations',
  closeSidebar: 'Fermer la liste des conversations',
  navigation: 'Pages',

  connection: {
    live: 'Connecté',
    connecting: 'Connexion…',
    reconnecting: 'Reconnexion…',
    offline: 'Hors ligne',
    down: 'Ne répond pas',
  },
  reconnectingToAnswer: 'Reconnexion… votre réponse continue de s’écrire sur le serveur.',
  offline: 'Vous êtes hors ligne. Vous pouvez lire et écrire ; rien n’est perdu sur le serveur.',
  down: 'Le service ne répond pas. Rien n’est perdu ; nouvel essai toutes les 8 s.',
  nextTry: (seconds) => `Nouvel essai dans ${seconds} s.`,
  tryNow: 'Essayer maintenant',

  theme: 'Thème',
  themes: { system: 'Comme le système', light: 'Clair', dark: 'Sombre' },
};
