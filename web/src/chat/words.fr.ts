import { choosePlural } from '../words/choose-plural.ts';
import { formatCount, formatDuration } from '../words/format.ts';
import type { ChatWords } from './words.ts';

const nom = (count: number, one: string, other: string): string => choosePlural('fr', count, { one, other });

export const words: ChatWords = {
  promise: 'Les réponses continuent même si vous fermez cet onglet.',
  suggestions: [
    'Comment mettre Postgres à jour sans interruption\u202f?',
    'Compare Kafka, NATS et Redis Streams dans un tableau',
    'Écris une reprise avec gigue complète en TypeScript',
    'Pourquoi un journal est-il une bonne source de vérité\u202f?',
  ],
  stillRunning: 'Réponses en cours',
  missingConversation:
    'Il n’y a pas de conversation ici, ou elle a été effacée après sa durée de conservation.',
  deletedConversation: 'Cette conversation a été supprimée.',
  startChat: 'Commencer une discussion',
  renameHint: (title) => `${title} (renommer)`,
  noWorker: 'Aucun générateur ne tourne. Les nouveaux messages attendront dans la file.',

  message: 'Message',
  messagePlaceholder: 'Posez votre question',
  composerHint: 'Entrée envoie, Maj+Entrée commence une ligne',
  aboutTokens: (count) => `~${formatCount(count)}\u00a0tok`,
  send: 'Envoyer',
  queue: 'Mettre en attente',
  queueHint: 'Pas de connexion pour le moment. Le message partira à son retour.',
  stop: 'Arrêter',
  stopping: 'Arrêt…',
  stillStopping: 'L’arrêt se fait attendre. Rien ne sera plus facturé dès que le fournisseur confirme.',
  waitForAnswer: 'Vous pourrez envoyer ceci quand la réponse sera complète.',

  parameters: 'Paramètres de cette conversation',

  simulator: 'Simulateur',
  simulatorMeaning: 'Inventé par le simulateur intégré\u00a0; aucun modèle de langage n’a écrit ceci.',
  cached: 'En cache',
  cachedDetails: 'Cette réponse vient du cache',
  fresh: 'Nouvelle',
  freshMeaning: 'Écrite pour cette demande.',

  you: 'Vous',
  answer: 'Réponse de',
  editMessage: 'Modifier le message',
  copyMessage: 'Copier le message',
  messageActions: 'Actions sur ce message',
  versionsOfMessage: 'Versions de ce message',
  versionsOfAnswer: 'Versions de cette réponse',
  versionOf: (number, count) => `Version ${number} sur ${count}`,
  previousVersion: 'Version précédente',
  nextVersion: 'Version suivante',
  sending: 'Envoi…',
  waitsToBeSent: 'En attente. Partira à votre retour.',
  notSent: 'Non envoyé.',
  retry: 'Réessayer',
  queued: (position) =>
    position === undefined ? 'Dans la file' : `Dans la file, position ${formatCount(position)}`,
  thinking: 'La réponse va commencer',
  droppedTurns: (count) =>
    nom(
      count,
      'La conversation est longue\u00a0: son premier message a été laissé de côté.',
      `La conversation est longue\u00a0: ses ${formatCount(count)} premiers messages ont été laissés de côté.`,
    ),
  stoppedByYou: 'Arrêtée par vous',
  continue: 'Continuer',
  regenerate: 'Régénérer',
  regenerateWith: 'Régénérer avec un autre modèle',
  regenerateBy: (model) => `Régénérer avec ${model}`,
  answerActions: 'Actions sur cette réponse',
  copyAnswer: 'Copier la réponse',
  openTask: 'Ouvrir la tâche',
  jumpToLatest: 'Aller à la fin',
  newLines: (count) => nom(count, 'Une nouvelle ligne', `${formatCount(count)} nouvelles lignes`),
  attempts: (count) => nom(count, `${count} tentative`, `${count} tentatives`),
  retryIn: ({ reason, attempt, attemptsMax, seconds }) =>
    seconds > 0
      ? `${reason} Tentative ${attempt} sur ${attemptsMax} dans ${seconds}\u00a0s`
      : `${reason} La tentative ${attempt} sur ${attemptsMax} commence`,
  waitingForProvider: (elapsed) => `En attente du fournisseur (${elapsed})`,
  resumed: (worker, attempt, gapMs) =>
    `reprise par ${worker}, tentative\u00a0${attempt}, interruption de ${formatDuration(gapMs)}`,
  restarted: (worker, attempt) => `recommencée par ${worker}, tentative\u00a0${attempt}`,
  interrupted: (attempt, count) =>
    nom(
      count,
      `Tentative ${attempt} interrompue après ${formatCount(count)} mot`,
      `Tentative ${attempt} interrompue après ${formatCount(count)} mots`,
    ),
  tokens: (count) => `${formatCount(count)}\u00a0tok`,
  tokensPerSecond: (count) => `${formatCount(count)}\u00a0tok/s`,
  endedBy: {
    length: 'La réponse a atteint sa longueur maximale.',
    content_filter: 'Le filtre de contenu du fournisseur a mis fin à la réponse.',
    refusal: 'Le modèle a refusé de continuer.',
  },

  details: 'Détails de cette réponse',

  generating: 'Réponse en cours d’écriture',
  complete: (count) =>
    nom(count, `Réponse complète, ${formatCount(count)} mot`, `Réponse complète, ${formatCount(count)} mots`),
  stopped: 'Réponse arrêtée',
  failed: 'La réponse a échoué',
  answerRestarted: 'Réponse recommencée après la perte d’un générateur',
  answerTakenOver: 'Un autre générateur poursuit la réponse',
  notSentAlert: 'Votre message n’a pas été envoyé',
};
