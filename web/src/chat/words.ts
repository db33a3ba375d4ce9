import { choosePlural } from '../words/choose-plural.ts';
import { defineWords } from '../words/define-words.ts';
import { formatCount, formatDuration } from '../words/format.ts';

const english = {
  promise: 'Answers keep running even if you close this tab.',
  suggestions: [
    'How do I upgrade Postgres without downtime?',
    'Compare Kafka, NATS and Redis Streams in a table',
    'Write a retry with full jitter in TypeScript',
    'What makes a log a good source of truth?',
  ],
  missingConversation: 'There is no conversation here, or it was removed by retention.',
  startChat: 'Start a new chat',

  message: 'Message',
  messagePlaceholder: 'Ask anything',
  composerHint: 'Enter sends, Shift+Enter starts a new line',
  send: 'Send',
  stop: 'Stop',
  stopping: 'Stopping…',
  waitForAnswer: 'You can send this when the answer is complete.',

  simulator: 'Simulator',
  simulatorMeaning: 'Made up by the built-in simulator; no language model wrote this.',
  cached: 'Cached',
  cachedMeaning: 'The same request was answered before: this is that answer, and nothing was paid for it.',
  fresh: 'New',
  freshMeaning: 'Written for this request.',

  you: 'You',
  answer: 'Answer',
  sending: 'Sending…',
  notSent: 'Not sent.',
  sendAgain: 'Send again',
  discard: 'Discard',
  queued: 'Waiting for a generator',
  thinking: 'The answer is about to begin',
  stoppedByYou: 'Stopped by you.',
  copyAnswer: 'Copy the answer',
  jumpToLatest: 'Jump to latest',
  attempts: (count: number) =>
    choosePlural('en', count, { one: `${count} attempt`, other: `${count} attempts` }),
  retryIn: (reason: string, attempt: number, seconds: number) =>
    seconds > 0 ? `${reason} Attempt ${attempt} in ${seconds} s.` : `${reason} Attempt ${attempt} begins.`,
  resumed: (worker: string, attempt: number, gapMs: number) =>
    `resumed by ${worker}, attempt\u00a0${attempt}, ${formatDuration(gapMs)} gap`,
  restarted: (worker: string, attempt: number) => `started again by ${worker}, attempt\u00a0${attempt}`,
  interrupted: (attempt: number, count: number) =>
    choosePlural('en', count, {
      one: `Attempt ${attempt} was interrupted after one word`,
      other: `Attempt ${attempt} was interrupted after ${formatCount(count)} words`,
    }),
  tokens: (count: number) => `${formatCount(count)} tok`,
  wordCount: (count: number) =>
    choosePlural('en', count, { one: 'one word', other: `${formatCount(count)} words` }),
  endedBy: {
    length: 'The answer reached its length limit.',
    content_filter: 'The provider’s content filter ended the answer.',
    refusal: 'The model refused to go on.',
  } as Record<string, string>,

  generating: 'Generating answer',
  complete: (count: number) =>
    choosePlural('en', count, {
      one: 'Answer complete, one word',
      other: `Answer complete, ${formatCount(count)} words`,
    }),
  stopped: 'Answer stopped',
  failed: 'Answer failed',
  takenOver: 'Another attempt goes on with the answer',
  notSentAlert: 'Your message was not sent',
};

export type ChatWords = typeof english;
export const words = defineWords(english, () => import('./words.fr.ts'));
