import { choosePlural } from '../../words/choose-plural.ts';
import { formatCount } from '../../words/format.ts';
import type { TaskListWords } from './words.ts';

export const words: TaskListWords = {
  search: 'Chercher messages et réponses',
  statuses: 'État',
  all: 'Toutes',
  range: 'Acceptées',
  ranges: { '1h': '1 h', '24h': '24 h', '7d': '7 jours', all: 'Toutes', custom: 'Du … au' },
  from: 'Du',
  to: 'Au',
  apply: 'Appliquer',

  addFilter: 'Filtrer',
  filterBy: 'Filtrer par',
  filters: {
    provider: 'Fournisseur',
    model: 'Modèle',
    cached: 'Cache',
    worker: 'Générateur',
    conv: 'Conversation',
    batch: 'Lot',
  },
  cachedValues: { true: 'venues du cache', false: 'écrites à neuf' },
  anyValue: 'Indifférent',
  removeFilter: (name) => `Retirer le filtre ${name}`,
  clearFilters: 'Effacer les filtres',

  columns: 'Colonnes',
  column: {
    status: 'État',
    task: 'Tâche',
    prompt: 'Message',
    model: 'Modèle',
    attempt: 'Essais',
    tokens: 'Jetons',
    cost: 'Coût',
    started: 'Acceptée',
    duration: 'Durée',
    worker: 'Générateur',
    firstText: 'Premier texte',
    chunks: 'Morceaux',
  },
  compactRows: 'Lignes serrées',
  cached: 'cache',
  cancelling: 'Annulation…',
  retrying: 'Nouvel essai',
  noPrompt: '(sans texte)',

  selectTask: (id) => `Choisir ${id}`,
  selectAll: 'Choisir tout ce qui est affiché',
  selected: (count) =>
    choosePlural('fr', count, {
      one: `${formatCount(count)} choisie`,
      other: `${formatCount(count)} choisies`,
    }),
  cancelSelected: (count) =>
    choosePlural('fr', count, { one: 'Annuler une tâche', other: `Annuler ${formatCount(count)} tâches` }),
  cancelTitle: (count) =>
    choosePlural('fr', count, {
      one: 'Annuler cette tâche\u00a0?',
      other: `Annuler ${formatCount(count)} tâches\u00a0?`,
    }),
  cancelMeaning:
    'Le fournisseur est prié d’arrêter. Le texte déjà venu reste, et ce qu’il a coûté jusque-là est dû.',
  keepRunning: 'Laisser faire',
  nothingToCancel: 'Ces tâches sont déjà finies.',
  notCancelled: (count) =>
    choosePlural('fr', count, {
      one: 'Une tâche n’a pas pu être priée d’arrêter.',
      other: `${formatCount(count)} tâches n’ont pas pu être priées d’arrêter.`,
    }),
  clearSelection: 'Effacer',

  newTasks: (count, isMore) =>
    choosePlural('fr', count, {
      one: 'Une nouvelle tâche',
      other: `${formatCount(count)}${isMore ? '+' : ''} nouvelles tâches`,
    }),
  noWorker: 'Aucun générateur ne tourne. Les nouveaux messages attendront dans la file.',
  none: 'Pas encore de tâche. Chaque réponse devient une tâche que vous pouvez examiner ici.',
  noneLately: 'Aucune tâche ces 7 derniers jours.',
  showAll: 'Tout montrer',
  startChat: 'Commencer une discussion',
  noMatch: (count) =>
    choosePlural('fr', count, {
      one: 'Aucune tâche ne répond à ce filtre.',
      other: `Aucune tâche ne répond à ces ${formatCount(count)} filtres.`,
    }),
  loadingMore: 'Suite en cours de lecture…',
  moreFailed: 'La suite n’a pas pu être lue.',
  end: (count) => choosePlural('fr', count, { one: 'Une tâche', other: `${formatCount(count)} tâches` }),
  shown: (count) =>
    choosePlural('fr', count, {
      one: 'Une tâche affichée',
      other: `${formatCount(count)} tâches affichées`,
    }),
};
