import { defineWords } from '../../words/define-words.ts';
import { formatCount } from '../../words/format.ts';

const english = {
  form: 'Form',
  forms: { pretty: 'Readable', raw: 'Raw' },
  wrap: 'Wrap lines',
  input: 'Input',
  system: 'System',
  roles: { user: 'User', assistant: 'Assistant' },
  output: 'Output',
  noOutput: 'No text has come.',
  stillWriting: 'It is still being written.',
  copyInput: 'Copy the input',
  copyOutput: 'Copy the output',
  long: (kilobytes: number) => `${formatCount(kilobytes)} KB: the beginning is shown.`,
  showWhole: 'Show all of it',

  usage: 'Usage',
  column: {
    attempt: 'Attempt',
    model: 'Model',
    worker: 'Worker',
    end: 'End',
    chunks: 'Chunks',
    kept: 'Kept',
    input: 'Input tokens',
    output: 'Output tokens',
    saved: 'Not bought again',
    cost: 'Cost',
  },
  ends: {
    completed: 'completed',
    failed: 'failed',
    failed_over: 'failed over',
    cancelled: 'cancelled',
    began_again: 'began again',
    worker_lost: 'worker lost',
    handed_over: 'handed over',
    handed_over_or_lost: 'handed over or lost',
  },
  goesOn: 'goes on',
  total: 'Together',
  estimated: 'estimated',
};

export type TaskIoWords = typeof english;
export const words = defineWords(english, () => import('./words.fr.ts'));
