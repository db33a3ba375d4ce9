import { choosePlural } from '../../words/choose-plural.ts';
import { defineWords } from '../../words/define-words.ts';
import { formatCount } from '../../words/format.ts';

const english = {
  search: 'Search in prompts and answers',
  statuses: 'Status',
  all: 'All',
  range: 'Accepted',
  ranges: { '1h': '1 h', '24h': '24 h', '7d': '7 days', all: 'All', custom: 'From … to' },
  from: 'From',
  to: 'To',
  apply: 'Apply',

  addFilter: 'Filter',
  filterBy: 'Filter by',
  filters: {
    provider: 'Provider',
    model: 'Model',
    cached: 'Cache',
    worker: 'Worker',
    conv: 'Conversation',
    batch: 'Batch',
  },
  cachedValues: { true: 'from the cache', false: 'newly written' },
  anyValue: 'Any',
  removeFilter: (name: string) => `Remove the filter ${name}`,
  clearFilters: 'Clear filters',

  columns: 'Columns',
  column: {
    status: 'Status',
    task: 'Task',
    prompt: 'Prompt',
    model: 'Model',
    attempt: 'Attempts',
    tokens: 'Tokens',
    cost: 'Cost',
    started: 'Accepted',
    duration: 'Duration',
    worker: 'Worker',
    firstText: 'First text',
    chunks: 'Chunks',
  },
  compactRows: 'Compact rows',
  cached: 'cached',
  cancelling: 'Cancelling…',
  retrying: 'Retrying',
  noPrompt: '(no text)',

  selectTask: (id: string) => `Select ${id}`,
  selectAll: 'Select all that are shown',
  selected: (count: number) => `${formatCount(count)} selected`,
  cancelSelected: (count: number) =>
    choosePlural('en', count, { one: 'Cancel one task', other: `Cancel ${formatCount(count)} tasks` }),
  cancelTitle: (count: number) =>
    choosePlural('en', count, {
      one: 'Cancel this task?',
      other: `Cancel ${formatCount(count)} tasks?`,
    }),
  cancelMeaning:
    'The provider is told to stop. The text that has come stays, and what it cost until then is paid.',
  keepRunning: 'Let them run',
  nothingToCancel: 'These tasks are over already.',
  notCancelled: (count: number) =>
    choosePlural('en', count, {
      one: 'One task could not be asked to stop.',
      other: `${formatCount(count)} tasks could not be asked to stop.`,
    }),
  clearSelection: 'Clear',

  newTasks: (count: number, isMore: boolean) =>
    choosePlural('en', count, {
      one: 'One new task',
      other: `${formatCount(count)}${isMore ? '+' : ''} new tasks`,
    }),
  noWorker: 'No worker is running. New messages will wait in the queue.',
  none: 'No tasks yet. Every answer becomes a task you can inspect here.',
  noneLately: 'No tasks in the last 7 days.',
  showAll: 'Show all',
  startChat: 'Start a chat',
  noMatch: (count: number) =>
    choosePlural('en', count, {
      one: 'No task matches this filter.',
      other: `No task matches these ${formatCount(count)} filters.`,
    }),
  loadingMore: 'Loading more…',
  moreFailed: 'More could not be read.',
  end: (count: number) =>
    choosePlural('en', count, { one: 'One task', other: `${formatCount(count)} tasks` }),
  shown: (count: number) =>
    choosePlural('en', count, { one: 'One task shown', other: `${formatCount(count)} tasks shown` }),
};

export type TaskListWords = typeof english;
export const words = defineWords(english, () => import('./words.fr.ts'));
