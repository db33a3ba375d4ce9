import type {
  DeadDetailReply,
  DeadListQuery,
  DeadListReply,
} from '@continuo/shared/protocol/dead-letter-api';
import type { GenerateReply } from '@continuo/shared/protocol/http-api';
import type { Outcome } from './api-fault.ts';
import type { Call } from './make-call.ts';

/** The tasks that were given up. */
export interface DeadLetterCalls {
  /** Newest first, a page at a time. */
  list: (query?: Partial<DeadListQuery>) => Promise<Outcome<DeadListReply>>;
  /** One with its request, the text that was kept and the failures of its attempts. */
  show: (taskId: string) => Promise<Outcome<DeadDetailReply>>;
  /** Goes on with it as a new task, always the same one, however often it is asked. */
  retry: (taskId: string) => Promise<Outcome<GenerateReply>>;
  /** Lets go of the dead letter; the task stays in the history. */
  drop: (taskId: string) => Promise<Outcome<void>>;
}

export function makeDeadLetterCalls(call: Call): DeadLetterCalls {
  return {
    list: (query = {}) => call('/api/dead', { query }),
    show: (taskId) => call(at(taskId)),
    retry: (taskId) => call(`${at(taskId)}/retry`, { method: 'POST' }),
    drop: (taskId) => call(at(taskId), { method: 'DELETE' }),
  };
}

function at(taskId: string): string {
  return `/api/dead/${encodeURIComponent(taskId)}`;
}
