import { choosePlural } from '../words/choose-plural.ts';
import { formatCount, formatDuration } from '../words/format.ts';
import type { ChatWords } from './words.ts';

export const words: ChatWords = {
  promise: 'Les réponses continuent même si vous fermez cet onglet.',
  suggestions: [
    'Comment mettre Postgres à jour sans interruption ?',
    'Compare Kafka, NATS et Redis Streams dans un tableau',
    'Écris une reprise avec gigue complète en TypeScript',
    'Pourquoi un journal est-il une bonne source de vérité ?',
  ],
  missingConversation:
    'Il n’y a pas de conversation ici, ou elle a été effacée après sa durée de conservation.',
  startChat: 'Commencer une discussion',

  message: 'Message',
  messagePlaceholder: 'Posez votre question',
  composerHint: 'Entrée envoie, Maj+Entrée commence une ligne',
  send: 'Envoyer',
  stop: 'Arrêter',
  stopping: 'Arrêt…',
  waitForAnswer: 'Vous pourrez envoyer ceci quand la réponse sera complète.',

  simulator: 'Simulateur',
  simulatorMeaning: 'Inventé par le simulateur intégré ; aucun modèle de langage n’a écrit ceci.',
  cached: 'En cache',
  cachedMeaning: 'La même demande a déjà eu une réponse : la voici, sans rien payer de plus.',
  fresh: 'Nouvelle',
  freshMeaning: 'Écrite pour cette demande.',

  you: 'Vous',
  answer: 'Réponse',
  sending: 'Envoi…',
  notSent: 'Non envoyé.',
  sendAgain: 'Renvoyer',
  discard: 'Abandonner',
  queued: 'En attente d’un générateur',
  thinking: 'La réponse va commencer',
  stoppedByYou: 'Arrêtée par vous.',
  copyAnswer: 'Copier la réponse',
  jumpToLatest: 'Aller à la fin',
  attempts: (count) => choosePlural('fr', count, { one: `${count} tentative`, other: `${count} tentatives` }),
  retryIn: (reason, attempt, seconds) =>
    seconds > 0
      ? `${reason} Tentative ${attempt} dans ${seconds} s.`
      : `${reason} La tentative ${attempt} commence.`,
  resumed: (worker, attempt, gapMs) =>
    `reprise par ${worker}, tentative\u00a0${attempt}, interruption de ${formatDuration(gapMs)}`,
  restarted: (worker, attempt) => `recommencée par ${worker}, tentative\u00a0${attempt}`,
  interrupted: (attempt, count) =>
    choosePlural('fr', count, {
      one: `Tentative ${attempt} interrompue après ${formatCount(count)} mot`,
      other: `Tentative ${attempt} interrompue après ${formatCount(count)} mots`,
    }),
  tokens: (count) => `${formatCount(count)} tok`,
  wordCount: (count) =>
    choosePlural('fr', count, { one: `${formatCount(count)} mot`, other: `${formatCount(count)} mots` }),
  endedBy: {
    length: 'La réponse a atteint sa longueur maximale.',
    content_filter: 'Le filtre de contenu du fournisseur a mis fin à la réponse.',
    refusal: 'Le modèle a refusé de continuer.',
  },

  generating: 'Réponse en cours d’écriture',
  complete: (count) =>
    choosePlural('fr', count, {
      one: `Réponse complète, ${formatCount(count)} mot`,
      other: `Réponse complète, ${formatCount(count)} mots`,
    }),
  stopped: 'Réponse arrêtée',
  failed: 'La réponse a échoué',
  takenOver: 'Une autre tentative poursuit la réponse',
  notSentAlert: 'Votre message n’a pas été envoyé',
};
