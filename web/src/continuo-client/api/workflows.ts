import type { GenerateReply } from '@continuo/shared/protocol/http-api';
import type { HistoryQuery, HistoryReply, WorkflowReply } from '@continuo/shared/protocol/workflow-api';
import type { Outcome } from './api-fault.ts';
import type { Call } from './make-call.ts';

/** What workflows have beside what they share with tasks. */
export interface WorkflowCalls {
  /** A task with its steps, attempts, links, input and output. */
  show: (taskId: string) => Promise<Outcome<WorkflowReply>>;
  /** The entries of its log as they are, a page at a time: `from` is the `next_from` of the page before. */
  history: (taskId: string, query?: Partial<HistoryQuery>) => Promise<Outcome<HistoryReply>>;
  /** Asks the same again as a new task beside it; without the cache unless told otherwise. */
  runAgain: (
    taskId: string,
    idempotencyKey: string,
    options?: { cache?: boolean },
  ) => Promise<Outcome<GenerateReply>>;
}

export function makeWorkflowCalls(call: Call): WorkflowCalls {
  return {
    show: (taskId) => call(at(taskId, 'status')),
    history: (taskId, query = {}) => call(at(taskId, 'history'), { query }),
    runAgain: (taskId, idempotencyKey, json = {}) =>
      call(at(taskId, 'run-again'), { method: 'POST', json, idempotencyKey }),
  };
}

function at(taskId: string, what: string): string {
  return `/api/workflows/${encodeURIComponent(taskId)}/${what}`;
}
