import { choosePlural } from '../../words/choose-plural.ts';
import { defineWords } from '../../words/define-words.ts';
import { formatCount, formatElapsed } from '../../words/format.ts';

const english = {
  backToTasks: 'All tasks',
  copyId: 'Copy the id',
  previous: 'The task before in the list',
  next: 'The next task in the list',
  openChat: 'Open chat',
  runAgain: 'Run again',
  cancelTask: 'Cancel',
  notDone: 'That could not be done.',
  missing: 'This task does not exist, or was removed by retention.',
  logGone: 'The log of this task was removed by retention; what is kept of it is shown.',

  whatFailed: 'Why it failed',
  keptText: (characters: number) => `${formatCount(characters)} characters of the answer are kept.`,
  continueKept: 'Continue behind the kept text',

  facts: 'About this task',
  fact: {
    model: 'Model',
    temperature: 'Temperature',
    maxTokens: 'Max tokens',
    accepted: 'Accepted',
    took: 'Took',
    firstText: 'First text',
    tokens: 'Tokens',
    saved: 'Not bought again',
    cost: 'Cost',
    finish: 'Ended by',
    batch: 'Batch',
    origin: 'Asks again',
    source: 'Copied from',
    reruns: 'Asked again by',
    conversation: 'Conversation',
  },
  tokenFlow: (input: string, output: string) => `${input} in, ${output} out`,
  line: (line: number) => `line ${line}`,
  cached: 'from the cache',

  now: 'Now',
  attemptOn: (attempt: number, worker: string) => `Attempt ${attempt} on ${worker}`,
  lastSign: (ms: number) =>
    ms < 1_000 ? 'last sign of life just now' : `last sign of life ${formatElapsed(ms)} ago`,
  tokensSoFar: (count: number) =>
    choosePlural('en', count, { one: 'about one token', other: `about ${formatCount(count)} tokens` }),
  tokensPerSecond: (rate: number) => `${formatCount(Math.round(rate))} tok/s`,
  queued: 'Waiting for a generator',
  queuedAt: (position: number) => `Waiting for a generator, number ${formatCount(position)} in the queue`,
  queuedNext: 'It begins as soon as one has room. Nothing is lost while it waits.',
  cancelling: 'Being cancelled: the provider is told to stop.',
  cancellingNext: 'The text that has come stays.',
  copying: 'Another task asks the same at this moment; its answer is copied as it comes.',
  asking: (provider: string) => `Waiting for the first text of ${provider}`,
  askingNext: 'If none comes in time, the provider is asked again.',
  writing: 'The answer is being written.',
  writingNext: 'If this worker is lost, another goes on from the last stored text.',
  retrying: (reason: string, attempt: number) => `${reason} Attempt ${attempt} comes next.`,
  retryIn: (seconds: number, retry: number, max: number) =>
    seconds > 0
      ? `Asks again in ${seconds} s: retry ${retry} of ${max} for this reason.`
      : `Asks again now: retry ${retry} of ${max} for this reason.`,
  failingOver: (reason: string, provider: string, model: string) =>
    `${reason} ${provider} goes on with ${model}.`,
  silent: (worker: string) => `${worker} gives no sign of life.`,
  silentNext: 'When its lease has run out, another worker goes on from the last stored text.',

  why: (attempt: number, reason: string) => `Why attempt ${attempt}: ${reason}`,
  reasons: {
    completed: () => 'the one before had completed.',
    cancelled: () => 'the one before was cancelled.',
    failed: (_worker: string, failure: string) => failure,
    failed_over: (_worker: string, failure: string) => `${failure} Another provider was asked.`,
    began_again: () => 'the model began the answer anew, so it starts over.',
    worker_lost: (worker: string) => `${worker} was lost: its lease ran out.`,
    handed_over: (worker: string) => `${worker} was stopped and handed the task over.`,
    handed_over_or_lost: (worker: string) => `${worker} was stopped or lost.`,
  },

  tabs: 'Views of this task',
  tab: { timeline: 'Timeline', events: 'Events', io: 'Input / Output' },
};

export type TaskDetailWords = typeof english;
export const words = defineWords(english, () => import('./words.fr.ts'));
