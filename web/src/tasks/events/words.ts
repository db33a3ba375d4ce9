import { choosePlural } from '../../words/choose-plural.ts';
import { defineWords } from '../../words/define-words.ts';
import { formatCount, formatDuration } from '../../words/format.ts';

const english = {
  events: 'Events',
  column: {
    seq: '#',
    time: 'Time',
    delta: 'After',
    type: 'Event',
    attempt: 'Attempt',
    worker: 'Worker',
    summary: 'What',
  },
  chunks: (count: number) => `chunk ×${formatCount(count)}`,
  expand: 'Tell each of them',
  fold: 'Fold them',
  characters: (count: number) =>
    choosePlural('en', count, { one: 'one character', other: `${formatCount(count)} characters` }),
  none: 'No event has come yet.',
  earlier: (from: number) => `Only the end of the log is shown, from #${formatCount(from)} on.`,
  readEarlier: 'Read what is before',
  download: 'Download JSON',
  downloadFailed: 'The log could not be read whole.',

  detail: (seq: number) => `Event ${formatCount(seq)}`,
  copyJson: 'Copy the JSON',
  copyLink: 'Copy the link to this event',
  link: 'Link',
  missing: (seq: number) => `The log has no event ${formatCount(seq)} here.`,

  summary: {
    accepted: (model: string) => `for ${model}`,
    accepted_retry: (task: string) => `goes on with ${task}`,
    accepted_rerun: (task: string) => `asks again what ${task} asked`,
    attempt_started: (model: string, strategy: string, kept: number) =>
      kept > 0 ? `${model}, ${strategy}, keeps ${formatCount(kept)} chunks` : `${model}, ${strategy}`,
    provider_handle: (handle: string) => `the provider keeps it as ${handle}`,
    retry_scheduled: (code: string, delayMs: number) => `${code}; next in ${formatDuration(delayMs)}`,
    failed_over: (code: string, provider: string, model: string) => `${code}; ${provider}, ${model} goes on`,
    cancel_requested: 'somebody asked to stop',
    cache_hit: (task: string) => `the text of ${task}`,
    completed: (reason: string, tokens: string) => `${reason}${tokens && `, ${tokens} tokens`}`,
    failed: (code: string, message: string) => `${code}: ${message}`,
    cancelled: 'stopped on request',
  },
};

export type EventWords = typeof english;
export const words = defineWords(english, () => import('./words.fr.ts'));
