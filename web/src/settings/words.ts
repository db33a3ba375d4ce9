import { choosePlural } from '../words/choose-plural.ts';
import { defineWords } from '../words/define-words.ts';
import { formatCount } from '../words/format.ts';
import type { BrowserCache } from './data/clear-browser.ts';

const english = {
  sections: {
    providers: 'Providers',
    models: 'New chats',
    appearance: 'Appearance',
    data: 'Data',
    shortcuts: 'Shortcuts',
  },
  saved: 'Saved',
  notKept: 'In effect, but this browser keeps nothing for this page.',
  keptHere: 'Kept in this browser, in effect at once.',

  providersMeaning:
    'Who answers, as it was set up on the server. Keys stay there: no page ever receives one, whole or in part.',
  keySet: 'Set up',
  keySetMeaning: 'The server has a key for this provider.',
  simulated: 'Simulated',
  simulatedMeaning: 'Answers are made up by the built-in simulator; nothing is bought.',
  pricesPerMillion: 'Prices in US dollars per million tokens',
  input: 'Input',
  cachedInput: 'Cached input',
  output: 'Output',
  unknownPrice: 'unknown',
  standard: 'default',
  takesNoTemperature: 'takes no temperature',
  noPrices: 'No prices are known, so nobody can tell what an answer costs.',
  pricesTaken: (day: string) => `US dollars per million tokens, looked up on ${day}.`,

  modelsMeaning:
    'What a new chat begins with. It is what you chose last, here or in a chat; a chat that was begun keeps its own.',
  model: 'Model',
  modelMeaning: 'Of the providers that are set up on the server.',
  temperature: 'Temperature',
  temperatureMeaning: 'From 0, which hardly varies, to 2, which varies most.',
  temperatureNotTaken: 'The model chosen takes none: its provider refuses a request that gives one.',
  temperatureRefused: 'A number from 0 to 2.',
  leaveToProvider: 'Leave it to the provider',
  providersOwn: 'Provider’s own',
  outputTokens: 'Longest answer',
  outputTokensMeaning: 'In tokens, of which a word has one or two. Empty: as the provider has it.',
  outputTokensRefused: (most: string) => `A whole number from 1 to ${most}.`,
  cache: 'Answers from the cache',
  cacheMeaning: (time: string) =>
    `The same question again is answered at once, and costs nothing, for ${time}.`,
  cacheOffOnServer: 'It was switched off on the server.',

  theme: 'Theme',
  themeMeaning: 'The colours of the page.',
  themes: { system: 'Like the system', light: 'Light', dark: 'Dark' },
  density: 'Density',
  densityMeaning: 'How much room texts and rows have.',
  densities: { comfortable: 'Comfortable', compact: 'Compact' },
  motion: 'Motion',
  motionMeaning: 'Whether things may fade and slide.',
  motions: { system: 'Like the system', reduced: 'Reduced' },
  language: 'Language',
  languageMeaning: 'Of the page. Answers come in the language of the question.',
  languages: { en: 'English', fr: 'Français' } as Record<string, string>,
  remoteImages: 'Images from elsewhere',
  remoteImagesMeaning:
    'An image in an answer would tell its host when you read it. The host’s name stands in its place until you ask for it.',
  remoteImagesPolicy: 'Never loaded unasked',

  dataMeaning:
    'Conversations are kept on the server, which is why nothing is lost when a page closes. This browser keeps a copy, to show it at once.',
  exportAll: 'Export',
  exportAllMeaning:
    'All conversations with all their branches in one file: JSON Lines, a conversation in each line.',
  exportAllAction: 'Export everything',
  exporting: (count: number) =>
    choosePlural('en', count, {
      one: 'One conversation so far…',
      other: `${formatCount(count)} conversations so far…`,
    }),
  exported: (count: number) =>
    choosePlural('en', count, {
      one: 'Exported: one conversation.',
      other: `Exported: ${formatCount(count)} conversations.`,
    }),
  browserCache: 'This browser',
  browserCacheMeaning: 'Copies of conversations, drafts, and messages that were not sent yet.',
  browserCacheHolds: ({ conversations, unsent }: BrowserCache) =>
    [
      choosePlural('en', conversations, {
        one: 'Now: one conversation',
        other: `Now: ${conversations === 0 ? 'no' : formatCount(conversations)} conversations`,
      }),
      choosePlural('en', unsent, {
        one: 'one unsent message.',
        other: `${unsent === 0 ? 'no' : formatCount(unsent)} unsent messages.`,
      }),
    ].join(', '),
  clearBrowser: 'Clear…',
  clearBrowserQuestion: 'Clear what this browser keeps?',
  clearBrowserEffect: (unsent: number) =>
    unsent === 0
      ? 'Drafts are lost. Conversations stay on the server, and your settings stay here.'
      : choosePlural('en', unsent, {
          one: 'One message that was not sent yet is lost, and so are drafts. Conversations stay on the server, and your settings stay here.',
          other: `${formatCount(unsent)} messages that were not sent yet are lost, and so are drafts. Conversations stay on the server, and your settings stay here.`,
        }),
  clearBrowserAction: 'Clear',
  deleteAll: 'Delete all conversations',
  deleteAllMeaning: 'On the server, for good, with all their tasks. What is being written is stopped.',
  deleteAllAction: 'Delete all…',
  deleteAllQuestion: 'Delete all conversations?',
  deleteAllEffect:
    'All conversations and their answers are removed from the server. Nobody can bring them back.',
  deleteAllConfirm: 'Delete all',
  deleteWord: 'delete',
  typeToDelete: (word: string) => `Write “${word}” to go on:`,
  deleting: (count: number) => `${formatCount(count)} deleted so far…`,
  deleted: (count: number) =>
    choosePlural('en', count, {
      one: 'One conversation was deleted.',
      other: `${formatCount(count)} conversations were deleted.`,
    }),

  shortcutsMeaning: 'What the keys do, and where.',
  singleKeys: 'Plain characters as shortcuts',
  singleKeysMeaning: 'Off, if you dictate or type by switch. They never work while you write.',
};

export type SettingsWords = typeof english;
export const words = defineWords(english, () => import('./words.fr.ts'));
