import { choosePlural } from '../words/choose-plural.ts';
import { formatAtLeast, formatCount } from '../words/format.ts';
import type { ShellWords } from './words.ts';

export const words: ShellWords = {
  skipToMessage: 'Aller au champ du message',
  skipToContent: 'Aller au contenu',
  missingPage: 'Page introuvable',
  missingPageText: 'Il n’y a rien à cette adresse.',
  paneFailed: 'Cette partie de la page a échoué. Rien n’est perdu sur le serveur.',
  reloadPane: 'La reconstruire',
  sidebar: 'Panneau latéral',
  openSidebar: 'Afficher le panneau latéral',
  closeSidebar: 'Masquer le panneau latéral',
  navigation: 'Pages',
  runningTasks: (tasks) => `${formatAtLeast(tasks)} en cours`,
  workers: (count) =>
    count === 0
      ? 'aucun worker'
      : `${formatCount(count)} ${choosePlural('fr', count, { one: 'worker', other: 'workers' })}`,
  waiting: (count) => (count === 0 ? 'rien en attente' : `${formatCount(count)} en attente`),

  connection: {
    live: 'Connecté',
    connecting: 'Connexion…',
    reconnecting: 'Reconnexion…',
    offline: 'Hors ligne',
    down: 'Ne répond pas',
  },
  reconnectingToAnswer: 'Reconnexion… votre réponse continue de s’écrire sur le serveur.',
  offline: 'Vous êtes hors ligne. Vous pouvez lire et écrire\u00a0; vos messages partiront à votre retour.',
  down: 'Le service ne répond pas. Rien n’est perdu\u00a0; nouvel essai toutes les 8 s.',
  nextTry: (seconds) => `Nouvel essai dans ${seconds} s.`,
  trying: 'Essai en cours…',
  tryNow: 'Essayer maintenant',
  caughtUp: (tokens) =>
    tokens === 0
      ? 'De nouveau à jour'
      : `De nouveau à jour · ${formatCount(tokens)} ${choosePlural('fr', tokens, { one: 'token', other: 'tokens' })}`,

  theme: 'Thème',
  themes: { system: 'Comme le système', light: 'Clair', dark: 'Sombre' },
};
