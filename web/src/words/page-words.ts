import { defineWords } from './define-words.ts';

/** Words that many parts of the page say. */
const english = {
  product: 'Continuo',
  newChat: 'New chat',
  conversation: 'Conversation',
  task: 'Task',
  tasks: 'Tasks',
  batches: 'Batches',
  stats: 'Stats',
  settings: 'Settings',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'Not copied',
  cancel: 'Cancel',
  close: 'Close',
  save: 'Save',
  delete: 'Delete',
  edit: 'Edit',
  undo: 'Undo',
  tryAgain: 'Try again',
  more: 'More',
  loading: 'Loading…',
  unknown: 'unknown',
  unreachable: 'The service could not be reached.',
  status: {
    queued: 'Queued',
    running: 'Running',
    completed: 'Completed',
    failed: 'Failed',
    cancelled: 'Cancelled',
  },
};

export type PageWords = typeof english;
export const pageWords = defineWords(english, () => import('./page-words.fr.ts'));
