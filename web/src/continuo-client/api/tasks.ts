import type {
  CancelReply,
  ChunksReply,
  GenerateReply,
  GenerateRequest,
  ListQuery,
  ListReply,
  ResultReply,
  StatusReply,
} from '@continuo/shared/protocol/http-api';
import type { Outcome } from './api-fault.ts';
import type { Call } from './make-call.ts';

export interface TaskCalls {
  /** @param idempotencyKey the same key again gets the same task, however often it is sent */
  generate: (request: GenerateRequest, idempotencyKey: string) => Promise<Outcome<GenerateReply>>;
  status: (taskId: string) => Promise<Outcome<StatusReply>>;
  /** The counted chunks from that chunk_id on, and where the next call goes on. */
  chunks: (taskId: string, fromId?: number) => Promise<Outcome<ChunksReply>>;
  result: (taskId: string) => Promise<Outcome<ResultReply>>;
  /** Durable: it holds whatever happens to the caller. */
  cancel: (taskId: string) => Promise<Outcome<CancelReply>>;
  /** Tasks, newest first, a page at a time: `before` is the `next_before` of the page before. */
  list: (filter: TaskFilter) => Promise<Outcome<ListReply>>;
}

export type TaskFilter = Partial<ListQuery>;

export function makeTaskCalls(call: Call): TaskCalls {
  return {
    generate: (json, idempotencyKey) => call('/api/chat/generate', { method: 'POST', json, idempotencyKey }),
    status: (taskId) => call(at('status', taskId)),
    chunks: (taskId, from_id) => call(at('chunks', taskId), { query: { from_id } }),
    result: (taskId) => call(at('result', taskId)),
    cancel: (taskId) => call(at('cancel', taskId), { method: 'POST' }),
    list: (query) => call('/api/chat/list', { query }),
  };
}

function at(verb: string, taskId: string): string {
  return `/api/chat/${verb}/${encodeURIComponent(taskId)}`;
}
