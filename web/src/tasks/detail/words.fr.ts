import { choosePlural } from '../../words/choose-plural.ts';
import { formatCount, formatElapsed } from '../../words/format.ts';
import type { TaskDetailWords } from './words.ts';

export const words: TaskDetailWords = {
  backToTasks: 'Toutes les tâches',
  copyId: 'Copier l’identifiant',
  previous: 'La tâche précédente de la liste',
  next: 'La tâche suivante de la liste',
  openChat: 'Ouvrir la discussion',
  runAgain: 'Relancer',
  cancelTask: 'Annuler',
  notDone: 'Cela n’a pas pu se faire.',
  missing: 'Cette tâche n’existe pas, ou sa durée de conservation est passée.',
  logGone:
    'Le journal de cette tâche a été effacé après sa durée de conservation\u00a0; voici ce qui en reste.',

  whatFailed: 'Pourquoi elle a échoué',
  keptText: (characters) => `${formatCount(characters)} caractères de la réponse sont gardés.`,
  continueKept: 'Poursuivre derrière le texte gardé',

  facts: 'À propos de cette tâche',
  fact: {
    model: 'Modèle',
    temperature: 'Température',
    maxTokens: 'Jetons au plus',
    accepted: 'Acceptée',
    took: 'Durée',
    firstText: 'Premier texte',
    tokens: 'Jetons',
    saved: 'Non rachetés',
    cost: 'Coût',
    finish: 'Finie par',
    batch: 'Lot',
    origin: 'Relance de',
    source: 'Copiée de',
    reruns: 'Relancée par',
    conversation: 'Conversation',
  },
  tokenFlow: (input, output) => `${input} lus, ${output} écrits`,
  line: (line) => `ligne ${line}`,
  cached: 'venue du cache',

  now: 'Maintenant',
  attemptOn: (attempt, worker) => `Essai ${attempt} sur ${worker}`,
  lastSign: (ms) =>
    ms < 1_000 ? 'dernier signe de vie à l’instant' : `dernier signe de vie il y a ${formatElapsed(ms)}`,
  tokensSoFar: (count) =>
    choosePlural('fr', count, { one: 'environ un jeton', other: `environ ${formatCount(count)} jetons` }),
  tokensPerSecond: (rate) => `${formatCount(Math.round(rate))} jetons/s`,
  queued: 'En attente d’un générateur',
  queuedAt: (position) => `En attente d’un générateur, au rang ${formatCount(position)} de la file`,
  queuedNext: 'Elle commence dès que l’un d’eux a de la place. Rien ne se perd pendant l’attente.',
  cancelling: 'En cours d’annulation\u00a0: le fournisseur est prié d’arrêter.',
  cancellingNext: 'Le texte déjà venu reste.',
  copying: 'Une autre tâche demande la même chose en ce moment\u00a0; sa réponse est copiée à mesure.',
  asking: (provider) => `En attente du premier texte de ${provider}`,
  askingNext: 'S’il ne vient pas à temps, le fournisseur est sollicité de nouveau.',
  writing: 'La réponse est en train de s’écrire.',
  writingNext: 'Si ce générateur est perdu, un autre reprend après le dernier texte enregistré.',
  retrying: (reason, attempt) => `${reason} L’essai ${attempt} vient ensuite.`,
  retryIn: (seconds, retry, max) =>
    seconds > 0
      ? `Nouvelle demande dans ${seconds} s\u00a0: reprise ${retry} sur ${max} pour cette raison.`
      : `Nouvelle demande maintenant\u00a0: reprise ${retry} sur ${max} pour cette raison.`,
  failingOver: (reason, provider, model) => `${reason} ${provider} continue avec ${model}.`,
  silent: (worker) => `${worker} ne donne plus signe de vie.`,
  silentNext: 'Quand son bail aura expiré, un autre générateur reprendra après le dernier texte enregistré.',

  why: (attempt, reason) => `Pourquoi l’essai ${attempt}\u00a0: ${reason}`,
  reasons: {
    completed: () => 'le précédent était terminé.',
    cancelled: () => 'le précédent a été annulé.',
    failed: (_worker, failure) => failure,
    failed_over: (_worker, failure) => `${failure} Un autre fournisseur a été sollicité.`,
    began_again: () => 'le modèle a recommencé la réponse, elle repart donc du début.',
    worker_lost: (worker) => `${worker} a été perdu\u00a0: son bail a expiré.`,
    handed_over: (worker) => `${worker} a été arrêté et a remis la tâche.`,
    handed_over_or_lost: (worker) => `${worker} a été arrêté ou perdu.`,
  },

  tabs: 'Vues de cette tâche',
  tab: { timeline: 'Chronologie', events: 'Événements', io: 'Entrée / Sortie' },
};
