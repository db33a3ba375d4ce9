import { defineWords } from '../../words/define-words.ts';

const english = {
  timeline: 'Timeline',
  hideIdle: 'Hide idle time',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fit: 'Fit',
  row: {
    task: 'Task',
    queue: 'Waiting in the queue',
    validate: 'Validate',
    cache: 'Look in the cache',
    generate: 'Generate',
    persist: 'Persist',
    takeover: 'Until taken over',
    handover: 'Until handed over',
    retry: 'Until the next try',
  },
  attempt: (attempt: number) => `Attempt ${attempt}`,
  idle: (length: string) => `idle ${length}`,
  goesOn: 'goes on',
  legend: { work: 'text comes', wait: 'waits for the provider', gap: 'nobody at work' },
  table: 'The timeline as a table',
  column: { what: 'What', from: 'Begins after', length: 'Takes', end: 'End' },
  showTable: 'Show as a table',
};

export type TimelineWords = typeof english;
export const words = defineWords(english, () => import('./words.fr.ts'));
