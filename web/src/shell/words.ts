import { choosePlural } from '../words/choose-plural.ts';
import { defineWords } from '../words/define-words.ts';
import { formatAtLeast, formatCount } from '../words/format.ts';
import type { CountedTasks } from './connection/count-running.ts';

const english = {
  skipToMessage: 'Skip to the message field',
  skipToContent: 'Skip to the content',
  missingPage: 'No such page',
  missingPageText: 'There is nothing at this address.',
  paneFailed: 'This part of the page failed. Nothing on the server is lost.',
  reloadPane: 'Build it again',
  sidebar: 'Sidebar',
  openSidebar: 'Show the sidebar',
  closeSidebar: 'Hide the sidebar',
  navigation: 'Pages',
  runningTasks: (tasks: CountedTasks) => `${formatAtLeast(tasks)} running`,
  workers: (count: number) =>
    count === 0
      ? 'no worker'
      : `${formatCount(count)} ${choosePlural('en', count, { one: 'worker', other: 'workers' })}`,
  waiting: (count: number) => (count === 0 ? 'none waiting' : `${formatCount(count)} waiting`),

  connection: {
    live: 'Connected',
    connecting: 'Connecting…',
    reconnecting: 'Reconnecting…',
    offline: 'Offline',
    down: 'Not answering',
  },
  reconnectingToAnswer: 'Reconnecting… your answer keeps generating on the server.',
  offline: 'You are offline. You can read and write; messages are sent when you are back.',
  down: 'The service is not answering. Nothing is lost; trying again every 8 s.',
  nextTry: (seconds: number) => `Next try in ${seconds} s.`,
  trying: 'Trying…',
  tryNow: 'Try now',
  caughtUp: (tokens: number) =>
    tokens === 0
      ? 'Caught up'
      : `Caught up · ${formatCount(tokens)} ${choosePlural('en', tokens, { one: 'token', other: 'tokens' })}`,

  theme: 'Theme',
  themes: { system: 'Like the system', light: 'Light', dark: 'Dark' },
};

export type ShellWords = typeof english;
export const words = defineWords(english, () => import('./words.fr.ts'));
