import { FAILURES, type FailureCode } from '@continuo/shared/protocol/failure';
import { PROBLEMS, type ProblemCode } from '@continuo/shared/protocol/problem';
import { formatCount, formatDuration } from './format.ts';

/** Every word the page says, in English. */
export const words = {
  product: 'Continuo',
  promise: 'Answers keep running even if you close this tab.',
  skipToMessage: 'Skip to the message field',

  paneFailed: 'This part of the page failed. Nothing on the server is lost.',
  reloadPane: 'Build it again',

  newChat: 'New chat',
  conversations: 'Conversations',
  noConversations: 'Your conversations will be listed here.',
  openSidebar: 'Open the list of conversations',
  closeSidebar: 'Close the list of conversations',
  answerUnderWay: 'Answer under way',
  conversation: 'Conversation',
  missingConversation: 'There is no conversation here, or it was removed by retention.',
  startChat: 'Start a new chat',

  message: 'Message',
  messagePlaceholder: 'Ask anything',
  send: 'Send',
  stop: 'Stop',
  stopping: 'Stopping…',
  waitForAnswer: 'You can send this when the answer is complete.',
  composerHint: 'Enter sends, Shift+Enter starts a new line',
  suggestions: [
    'How do I upgrade Postgres without downtime?',
    'Compare Kafka, NATS and Redis Streams in a table',
    'Write a retry with full jitter in TypeScript',
    'What makes a log a good source of truth?',
  ],

  model: 'Model',
  otherModel: 'Other model…',
  modelName: 'Name of the model',
  providers: { openai: 'OpenAI', anthropic: 'Anthropic', simulator: 'Simulator' } as Record<string, string>,
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
  unreachable: 'The service could not be reached.',
  sendAgain: 'Send again',
  discard: 'Discard',
  queued: 'Waiting for a generator',
  thinking: 'The answer is about to begin',
  stoppedByYou: 'Stopped by you.',
  tryAgain: 'Try again',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'Not copied',
  copyAnswer: 'Copy the answer',
  jumpToLatest: 'Jump to latest',
  attempts: (count: number) => `${count} attempts`,
  retryIn: (reason: string, attempt: number, seconds: number) =>
    seconds > 0 ? `${reason} Attempt ${attempt} in ${seconds} s.` : `${reason} Attempt ${attempt} begins.`,
  resumed: (worker: string, attempt: number, gapMs: number) =>
    `resumed by ${worker}, attempt\u00a0${attempt}, ${formatDuration(gapMs)} gap`,
  restarted: (worker: string, attempt: number) => `started again by ${worker}, attempt\u00a0${attempt}`,
  interrupted: (attempt: number, count: number) =>
    `Attempt ${attempt} was interrupted after ${formatCount(count)} words`,
  tokens: (count: number) => `${formatCount(count)} tok`,
  wordCount: (count: number) => `${formatCount(count)} words`,
  endedBy: {
    length: 'The answer reached its length limit.',
    content_filter: 'The provider’s content filter ended the answer.',
    refusal: 'The model refused to go on.',
  } as Record<string, string>,

  plainText: 'text',
  table: 'Table',
  unknownHost: 'an unknown place',
  imageFrom: (host: string, alt: string) => (alt ? `Image from ${host}: ${alt}` : `Image from ${host}`),

  connection: {
    live: 'Connected',
    connecting: 'Connecting…',
    reconnecting: 'Reconnecting…',
    offline: 'Offline',
    down: 'Not answering',
  },
  reconnectingToAnswer: 'Reconnecting… your answer keeps generating on the server.',
  offline: 'You are offline. You can read and write; nothing on the server is lost.',
  down: 'The service is not answering. Nothing is lost; trying again every 8 s.',
  nextTry: (seconds: number) => `Next try in ${seconds} s.`,
  tryNow: 'Try now',

  theme: 'Theme',
  themes: { system: 'Like the system', light: 'Light', dark: 'Dark' },

  generating: 'Generating answer',
  complete: (count: number) => `Answer complete, ${formatCount(count)} words`,
  stopped: 'Answer stopped',
  failed: 'Answer failed',
  takenOver: 'Another attempt goes on with the answer',
  notSentAlert: 'Your message was not sent',
};

/** One sentence for a code of a task's failure or of a refused call. */
export function explainCode(code: string): string {
  if (Object.hasOwn(FAILURES, code)) return FAILURES[code as FailureCode].title;
  if (Object.hasOwn(PROBLEMS, code)) return PROBLEMS[code as ProblemCode].title;
  return 'Something went wrong.';
}
