import { choosePlural } from '../words/choose-plural.ts';
import { formatCount } from '../words/format.ts';
import { defineWords } from '../words/define-words.ts';

const english = {
  conversations: 'Conversations',
  noConversations: 'Your conversations will be listed here.',
  pinned: 'Pinned',
  today: 'Today',
  yesterday: 'Yesterday',
  week: 'Previous 7 days',

  running: 'Answer under way',
  unread: 'New answer',
  failed: 'The last answer failed',

  search: 'Search conversations',
  searchPlaceholder: 'Search…',
  openPalette: 'Find anything, do anything',
  clearSearch: 'Clear the search',
  results: 'Conversations found',
  noneFound: (query: string) => `Nothing was found for “${query}”.`,
  found: (count: number, isAll: boolean) =>
    `${isAll ? '' : 'More than '}${formatCount(count)} ${choosePlural('en', count, { one: 'conversation', other: 'conversations' })} found`,

  actionsFor: (title: string) => `Actions for “${title}”`,
  rename: 'Rename',
  newTitle: 'New title',
  pin: 'Pin',
  unpin: 'Unpin',
  exportMarkdown: 'Export as Markdown',
  exportJson: 'Export as JSON',
  removed: (title: string) => `“${title}” is deleted.`,
  notRemoved: (title: string, reason: string) => `“${title}” could not be deleted. ${reason}`,
  notChanged: (title: string, reason: string) => `“${title}” could not be changed. ${reason}`,

  finished: (title: string) => `“${title}” has a new answer.`,
  gaveUp: (title: string) => `The answer in “${title}” failed.`,
  open: 'Open',
};

export type ConversationListWords = typeof english;
export const words = defineWords(english, () => import('./words.fr.ts'));
