import type { StatsWindow } from '@continuo/shared/protocol/stats-window';
import { choosePlural } from '../words/choose-plural.ts';
import { defineWords } from '../words/define-words.ts';
import { formatCount } from '../words/format.ts';

const plural = (count: number, one: string, other: string): string =>
  `${formatCount(count)} ${choosePlural('en', count, { one, other })}`;

const spans: Record<StatsWindow, string> = { '1h': 'hour', '24h': '24 hours', '7d': '7 days' };

const english = {
  range: 'Time range',
  ranges: { '1h': '1 h', '24h': '24 h', '7d': '7 d' },
  updated: (ago: string) => `Updated ${ago}`,
  empty: (window: StatsWindow) =>
    `No tasks in the last ${spans[window]}. Every answer becomes a task that is counted here.`,
  startChat: 'Start a chat',

  figures: 'Figures',
  change: {
    up: (size: string, window: StatsWindow) => `${size} more than in the ${spans[window]} before`,
    down: (size: string, window: StatsWindow) => `${size} less than in the ${spans[window]} before`,
    same: (window: StatsWindow) => `As in the ${spans[window]} before`,
  },
  points: (points: string) => `${points} pt`,
  hitRate: 'Cache hit rate',
  hits: (hits: number, completed: number) =>
    `${formatCount(hits)} of ${plural(completed, 'answer', 'answers')}`,
  noAnswers: 'no answers yet',
  tasks: 'Tasks',
  failed: (count: number) => `${formatCount(count)} failed`,
  running: (count: number) => `${formatCount(count)} running`,
  queued: (count: number) => `${formatCount(count)} queued`,
  firstText: 'Time to first text',
  p50p95: (p50: string, p95: string) => `${p50} / ${p95}`,
  p50p95Note: 'median / 95 of 100, of bought answers',
  tokens: 'Tokens',
  tokensInOut: (input: string, output: string) => `${input} in, ${output} out`,
  tokensSaved: (count: string) => `${count} saved`,
  cost: 'Cost',
  saved: (usd: string) => `${usd} saved by the cache`,
  savedUnknown: 'what the cache saved is unknown',
  costUnknownOf: (count: number) => `without ${plural(count, 'task', 'tasks')} of unknown cost`,
  recovered: 'Recovered',
  takeovers: (count: number) => plural(count, 'takeover', 'takeovers'),
  retries: (count: number) => plural(count, 'retry', 'retries'),
  kept: (tokens: string) => `${tokens} tokens kept`,

  charts: 'Charts',
  showTable: 'Show as table',
  showChart: 'Show as chart',
  time: 'From',
  nothing: '—',
  chartFailed: 'The chart could not be loaded. The table has the same figures.',
  tasksChart: 'Tasks by outcome',
  tasksSummary: (total: number, failed: number, most: number, when: string) =>
    total === 0
      ? 'No tasks.'
      : `${plural(total, 'task', 'tasks')}, ${formatCount(failed)} failed; most at ${when}: ${formatCount(most)}.`,
  hitRateChart: 'Cache hit rate over time',
  hitRateSummary: (rate: string, lowest: string, highest: string) =>
    `${rate} in all, between ${lowest} and ${highest}.`,
  latencyChart: 'Latency over time',
  latencyOf: 'Latency of',
  latencies: { first_chunk_ms: 'First text', total_ms: 'Whole answer' },
  latencySummary: (p50: string, p95: string) =>
    `In all, half of the answers took up to ${p50}, 95 of 100 up to ${p95}.`,
  noSummary: 'Nothing to tell in this time.',
  series: {
    bought: 'Answered',
    cached: 'From the cache',
    failed: 'Failed',
    cancelled: 'Cancelled',
    open: 'Open',
    hitRate: 'Hit rate',
    p50: 'Median',
    p95: '95 of 100',
  },

  models: 'By model',
  model: 'Model',
  modelTasks: 'Tasks',
  modelFailed: 'Failed',
  modelHits: 'Cached',
  modelFirst: 'First text',
  modelTotal: 'Whole answer',
  modelTokens: 'Output tokens',
  modelCost: 'Cost',

  queue: 'Queue and workers',
  queueUnknown: 'Redis is not reachable: how things stand now is unknown.',
  waiting: 'Waiting',
  oldest: 'Oldest waits',
  held: 'Under way',
  unpersisted: 'Not yet in Postgres',
  entries: (count: number) => plural(count, 'entry', 'entries'),
  lag: (duration: string) => `${duration} behind`,
  noLag: 'up to date',
  noneWaits: 'none',
  noWorkers: 'No worker is running. New messages wait in the queue.',
  worker: 'Worker',
  service: 'Service',
  services: { generator: 'Generator', persister: 'Persister' },
  holds: 'Holds',
  idle: 'Last heard of',
  idleFor: (duration: string) => `${duration} ago`,
  nowActive: 'now',
  taskLink: (id: string) => `Task ${id}`,
  andOthers: (count: number) => `and ${plural(count, 'other', 'others')}`,
};

export type StatsWords = typeof english;
export const words = defineWords(english, () => import('./words.fr.ts'));
