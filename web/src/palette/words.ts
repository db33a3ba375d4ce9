import { choosePlural } from '../words/choose-plural.ts';
import { defineWords } from '../words/define-words.ts';
import { formatCount } from '../words/format.ts';
import type { ShortcutName, ShortcutPlace } from './key-map.ts';

const shortcuts: Record<ShortcutName, string> = {
  palette: 'Find anything, do anything',
  newChat: 'New chat',
  search: 'Search or filter what is listed',
  toggleSidebar: 'Show or hide the sidebar',
  settings: 'Settings',
  help: 'Keyboard shortcuts',

  send: 'Send the message',
  newLine: 'New line in the message',
  stop: 'Stop the answer',
  focusMessage: 'Go to the message field',
  copyAnswer: 'Copy the last answer',
  copyCode: 'Copy the last code',
  previousTurn: 'Previous message',
  nextTurn: 'Next message',

  next: 'Next task',
  previous: 'Previous task',
  select: 'Select the task',
  cancelTask: 'Cancel the task',
  runAgain: 'Run the task again',
};

const places: Record<ShortcutPlace, string> = { everywhere: 'Everywhere', chat: 'Chat', tasks: 'Tasks' };

/** What is printed on keys, where it is not what `nameKeys` says. */
const printed: Readonly<Record<string, string>> = {};

const english = {
  shortcuts,
  places,
  printed,
  or: 'or',
  singleKeys: 'Single characters are shortcuts',

  palette: 'Palette',
  prompt: 'Conversations, tasks, pages, actions',
  results: 'Results',
  sections: {
    recent: 'Latest conversations',
    tasks: 'Tasks',
    actions: 'Actions',
    pages: 'Pages',
    conversations: 'Conversations',
  },
  openTask: (id: string) => `Open task ${id}`,
  openConversation: (id: string) => `Open conversation ${id}`,
  chooseTheme: (name: string) => `Theme: ${name}`,
  chooseLanguage: (name: string) => `Language: ${name}`,
  found: (count: number) =>
    `${formatCount(count)} ${choosePlural('en', count, { one: 'result', other: 'results' })}`,
  noneFound: 'Nothing was found.',
};

export type PaletteWords = typeof english;
export const words = defineWords(english, () => import('./words.fr.ts'));
