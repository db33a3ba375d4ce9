import { choosePlural } from '../words/choose-plural.ts';
import { defineWords } from '../words/define-words.ts';
import { formatCount, formatDuration } from '../words/format.ts';

/** What the strip says of a retry that is to come. */
export interface RetryFacts {
  /** A sentence. */
  reason: string;
  attempt: number;
  attemptsMax: number;
  /** Until it begins; 0: now. */
  seconds: number;
}

const english = {
  promise: 'Answers keep running even if you close this tab.',
  suggestions: [
    'How do I upgrade Postgres without downtime?',
    'Compare Kafka, NATS and Redis Streams in a table',
    'Write a retry with full jitter in TypeScript',
    'What makes a log a good source of truth?',
  ],
  stillRunning: 'Being answered now',
  missingConversation: 'There is no conversation here, or it was removed by retention.',
  deletedConversation: 'This conversation was deleted.',
  startChat: 'Start a new chat',
  renameHint: (title: string) => `${title} (rename)`,
  noWorker: 'No worker is running. New messages will wait in the queue.',

  message: 'Message',
  messagePlaceholder: 'Ask anything',
  composerHint: 'Enter sends, Shift+Enter starts a new line',
  aboutTokens: (count: number) => `~${formatCount(count)} tok`,
  send: 'Send',
  queue: 'Queue',
  queueHint: 'No connection at the moment. The message is sent when it is back.',
  stop: 'Stop',
  stopping: 'Stopping…',
  stillStopping: 'Still stopping. The task will not be billed further once the provider confirms.',
  waitForAnswer: 'You can send this when the answer is complete.',

  parameters: 'Parameters of this conversation',

  simulator: 'Simulator',
  simulatorMeaning: 'Made up by the built-in simulator; no language model wrote this.',
  cached: 'Cached',
  cachedDetails: 'This answer comes from the cache',
  fresh: 'New',
  freshMeaning: 'Written for this request.',

  you: 'You',
  answer: 'Answer by',
  editMessage: 'Edit the message',
  copyMessage: 'Copy the message',
  messageActions: 'Actions for this message',
  versionsOfMessage: 'Versions of this message',
  versionsOfAnswer: 'Versions of this answer',
  versionOf: (number: number, count: number) => `Version ${number} of ${count}`,
  previousVersion: 'Previous version',
  nextVersion: 'Next version',
  sending: 'Sending…',
  waitsToBeSent: 'Queued. Sent when you are back.',
  notSent: 'Not sent.',
  retry: 'Retry',
  queued: (position: number | undefined) =>
    position === undefined ? 'Queued' : `Queued, position ${formatCount(position)}`,
  thinking: 'The answer is about to begin',
  droppedTurns: (count: number) =>
    choosePlural('en', count, {
      one: 'The conversation is long: its first message was left out.',
      other: `The conversation is long: its first ${formatCount(count)} messages were left out.`,
    }),
  stoppedByYou: 'Stopped by you',
  continue: 'Continue',
  regenerate: 'Regenerate',
  regenerateWith: 'Regenerate with another model',
  regenerateBy: (model: string) => `Regenerate with ${model}`,
  answerActions: 'Actions for this answer',
  copyAnswer: 'Copy the answer',
  openTask: 'Open task',
  jumpToLatest: 'Jump to latest',
  newLines: (count: number) =>
    choosePlural('en', count, { one: 'One new line', other: `${formatCount(count)} new lines` }),
  attempts: (count: number) =>
    choosePlural('en', count, { one: `${count} attempt`, other: `${count} attempts` }),
  retryIn: ({ reason, attempt, attemptsMax, seconds }: RetryFacts) =>
    seconds > 0
      ? `${reason} Attempt ${attempt} of ${attemptsMax} in ${seconds}\u00a0s`
      : `${reason} Attempt ${attempt} of ${attemptsMax} begins`,
  waitingForProvider: (elapsed: string) => `Waiting for the provider (${elapsed})`,
  resumed: (worker: string, attempt: number, gapMs: number) =>
    `resumed by ${worker}, attempt\u00a0${attempt}, ${formatDuration(gapMs)} gap`,
  restarted: (worker: string, attempt: number) => `started again by ${worker}, attempt\u00a0${attempt}`,
  interrupted: (attempt: number, count: number) =>
    choosePlural('en', count, {
      one: `Attempt ${attempt} was interrupted after one word`,
      other: `Attempt ${attempt} was interrupted after ${formatCount(count)} words`,
    }),
  tokens: (count: number) => `${formatCount(count)} tok`,
  tokensPerSecond: (count: number) => `${formatCount(count)} tok/s`,
  endedBy: {
    length: 'The answer reached its length limit.',
    content_filter: 'The provider’s content filter ended the answer.',
    refusal: 'The model refused to go on.',
  } as Record<string, string>,

  details: 'Details of this answer',

  generating: 'Generating answer',
  complete: (count: number) =>
    choosePlural('en', count, {
      one: 'Answer complete, one word',
      other: `Answer complete, ${formatCount(count)} words`,
    }),
  stopped: 'Answer stopped',
  failed: 'Answer failed',
  answerRestarted: 'Answer restarted after a worker failure',
  answerTakenOver: 'Another worker goes on with the answer',
  notSentAlert: 'Your message was not sent',
};

export type ChatWords = typeof english;
export const words = defineWords(english, () => import('./words.fr.ts'));
