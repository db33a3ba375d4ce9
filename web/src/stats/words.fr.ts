import type { StatsWindow } from '@continuo/shared/protocol/stats-window';
import { choosePlural } from '../words/choose-plural.ts';
import { formatCount } from '../words/format.ts';
import type { StatsWords } from './words.ts';

const plural = (count: number, one: string, other: string): string =>
  `${formatCount(count)} ${choosePlural('fr', count, { one, other })}`;

const recent: Record<StatsWindow, string> = {
  '1h': 'cette dernière heure',
  '24h': 'ces dernières 24 heures',
  '7d': 'ces 7 derniers jours',
};
const before: Record<StatsWindow, string> = {
  '1h': 'pendant l’heure précédente',
  '24h': 'pendant les 24 heures précédentes',
  '7d': 'pendant les 7 jours précédents',
};

export const words: StatsWords = {
  range: 'Période',
  ranges: { '1h': '1 h', '24h': '24 h', '7d': '7 j' },
  updated: (ago) => `Actualisé ${ago}`,
  empty: (window) => `Aucune tâche ${recent[window]}. Chaque réponse devient une tâche comptée ici.`,
  startChat: 'Commencer une discussion',

  figures: 'Chiffres',
  change: {
    up: (size, window) => `${size} de plus que ${before[window]}`,
    down: (size, window) => `${size} de moins que ${before[window]}`,
    same: (window) => `Comme ${before[window]}`,
  },
  points: (points) => `${points} pt`,
  hitRate: 'Part du cache',
  hits: (hits, completed) => `${formatCount(hits)} sur ${plural(completed, 'réponse', 'réponses')}`,
  noAnswers: 'pas encore de réponse',
  tasks: 'Tâches',
  failed: (count) => plural(count, 'échec', 'échecs'),
  running: (count) => `${formatCount(count)} en cours`,
  queued: (count) => `${formatCount(count)} en attente`,
  firstText: 'Délai du premier texte',
  p50p95: (p50, p95) => `${p50} / ${p95}`,
  p50p95Note: 'médiane / 95 sur 100, réponses achetées',
  tokens: 'Tokens',
  tokensInOut: (input, output) => `${input} en entrée, ${output} en sortie`,
  tokensSaved: (count) => `${count} économisés`,
  cost: 'Coût',
  saved: (usd) => `${usd} économisés par le cache`,
  savedUnknown: 'économie du cache inconnue',
  costUnknownOf: (count) => `sans ${plural(count, 'tâche', 'tâches')} de coût inconnu`,
  recovered: 'Sauvées',
  takeovers: (count) => plural(count, 'reprise', 'reprises'),
  retries: (count) => plural(count, 'nouvel essai', 'nouveaux essais'),
  kept: (tokens) => `${tokens} tokens conservés`,

  charts: 'Graphiques',
  showTable: 'Afficher en tableau',
  showChart: 'Afficher en graphique',
  time: 'De',
  nothing: '—',
  chartFailed: 'Le graphique n’a pas pu être chargé. Le tableau donne les mêmes chiffres.',
  tasksChart: 'Tâches par issue',
  tasksSummary: (total, failed, most, when) =>
    total === 0
      ? 'Aucune tâche.'
      : `${plural(total, 'tâche', 'tâches')}, ${plural(failed, 'échec', 'échecs')} ; maximum à ${when} : ${formatCount(most)}.`,
  hitRateChart: 'Part du cache dans le temps',
  hitRateSummary: (rate, lowest, highest) => `${rate} en tout, entre ${lowest} et ${highest}.`,
  latencyChart: 'Latence dans le temps',
  latencyOf: 'Latence de',
  latencies: { first_chunk_ms: 'Premier texte', total_ms: 'Réponse entière' },
  latencySummary: (p50, p95) =>
    `En tout, la moitié des réponses ont pris au plus ${p50}, 95 sur 100 au plus ${p95}.`,
  noSummary: 'Rien à dire de cette période.',
  series: {
    bought: 'Répondues',
    cached: 'Du cache',
    failed: 'Échouées',
    cancelled: 'Annulées',
    open: 'En cours',
    hitRate: 'Part du cache',
    p50: 'Médiane',
    p95: '95 sur 100',
  },

  models: 'Par modèle',
  model: 'Modèle',
  modelTasks: 'Tâches',
  modelFailed: 'Échouées',
  modelHits: 'Du cache',
  modelFirst: 'Premier texte',
  modelTotal: 'Réponse entière',
  modelTokens: 'Tokens en sortie',
  modelCost: 'Coût',

  queue: 'File et workers',
  queueUnknown: 'Redis est injoignable : l’état présent est inconnu.',
  waiting: 'En attente',
  oldest: 'La plus ancienne attend',
  held: 'En cours',
  unpersisted: 'Pas encore dans Postgres',
  entries: (count) => plural(count, 'entrée', 'entrées'),
  lag: (duration) => `${duration} de retard`,
  noLag: 'à jour',
  noneWaits: 'aucune',
  noWorkers: 'Aucun worker ne tourne. Les nouveaux messages attendent dans la file.',
  worker: 'Worker',
  service: 'Service',
  services: { generator: 'Générateur', persister: 'Persisteur' },
  holds: 'Détient',
  idle: 'Dernier signe',
  idleFor: (duration) => `il y a ${duration}`,
  nowActive: 'à l’instant',
  taskLink: (id) => `Tâche ${id}`,
  andOthers: (count) => `et ${plural(count, 'autre', 'autres')}`,
};
