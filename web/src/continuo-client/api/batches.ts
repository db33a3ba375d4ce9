import type {
  BatchLinesQuery,
  BatchLinesReply,
  BatchListQuery,
  BatchListReply,
  BatchPaceReply,
  BatchReply,
  CreateBatchRequest,
  ResultsQuery,
  RetryBatchReply,
  UploadQuery,
} from '@continuo/shared/protocol/batch-api';
import type { Outcome } from './api-fault.ts';
import { withQuery, type Call } from './make-call.ts';

export interface BatchCalls {
  /** @param idempotencyKey the same key again gets the same batch */
  create: (batch: CreateBatchRequest, idempotencyKey: string) => Promise<Outcome<BatchReply>>;
  /** The same of JSONL: a prompt as a JSON string, a request, or a line of OpenAI's batch input in each line. */
  upload: (
    jsonl: Blob | string,
    settings: UploadQuery,
    idempotencyKey: string,
  ) => Promise<Outcome<BatchReply>>;
  /** Newest first, a page at a time. */
  list: (query?: Partial<BatchListQuery>) => Promise<Outcome<BatchListReply>>;
  show: (id: string) => Promise<Outcome<BatchReply>>;
  /** In the order of the input, a page at a time: `after` is the `next_after` of the page before. */
  lines: (id: string, query?: Partial<BatchLinesQuery>) => Promise<Outcome<BatchLinesReply>>;
  /** How fast its lines end, over its whole time. */
  pace: (id: string) => Promise<Outcome<BatchPaceReply>>;
  pause: (id: string) => Promise<Outcome<BatchReply>>;
  resume: (id: string) => Promise<Outcome<BatchReply>>;
  cancel: (id: string) => Promise<Outcome<BatchReply>>;
  /** The failed lines wait again. */
  retry: (id: string) => Promise<Outcome<RetryBatchReply>>;
  /** One that is over, with its tasks. */
  remove: (id: string) => Promise<Outcome<void>>;
  /** Where the results can be downloaded as JSONL. */
  resultsUrl: (id: string, query?: Partial<ResultsQuery>) => string;
}

/** As long as the service reads an upload. */
const UPLOAD_MS_MAX = 35_000;

export function makeBatchCalls(call: Call, baseUrl: string): BatchCalls {
  const post = { method: 'POST' } as const;
  return {
    create: (json, idempotencyKey) =>
      call('/api/batches', { ...post, json, idempotencyKey, replyMsMax: UPLOAD_MS_MAX }),
    upload: (body, query, idempotencyKey) =>
      call('/api/batches', {
        ...post,
        query,
        upload: { type: 'application/jsonl', body },
        idempotencyKey,
        replyMsMax: UPLOAD_MS_MAX,
      }),
    list: (query = {}) => call('/api/batches', { query }),
    show: (id) => call(at(id)),
    lines: (id, query = {}) => call(at(id, '/lines'), { query }),
    pace: (id) => call(at(id, '/pace')),
    pause: (id) => call(at(id, '/pause'), post),
    resume: (id) => call(at(id, '/resume'), post),
    cancel: (id) => call(at(id, '/cancel'), post),
    retry: (id) => call(at(id, '/retry'), post),
    remove: (id) => call(at(id), { method: 'DELETE' }),
    resultsUrl: (id, query) => baseUrl + withQuery(at(id, '/results'), query),
  };
}

function at(id: string, what = ''): string {
  return `/api/batches/${encodeURIComponent(id)}${what}`;
}
