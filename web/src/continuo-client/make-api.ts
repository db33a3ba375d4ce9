import type {
  CancelReply,
  GenerateReply,
  GenerateRequest,
  ListReply,
  ModelsReply,
  ResultReply,
  StatusReply,
} from '@continuo/shared/protocol/http-api';
import { isJson, readFault, type Outcome } from './api-fault.ts';
import type { Surroundings } from './surroundings.ts';

/** The calls of the HTTP API (design section 8). None of them throws: every failure is an `ApiFault`. */
export interface Api {
  /** @param idempotencyKey the same key again gets the same task, however often it is sent */
  generate: (request: GenerateRequest, idempotencyKey: string) => Promise<Outcome<GenerateReply>>;
  status: (taskId: string) => Promise<Outcome<StatusReply>>;
  result: (taskId: string) => Promise<Outcome<ResultReply>>;
  cancel: (taskId: string) => Promise<Outcome<CancelReply>>;
  list: (query: ListFilter) => Promise<Outcome<ListReply>>;
  models: () => Promise<Outcome<ModelsReply>>;
}

export interface ListFilter {
  conversation_id?: string;
  limit?: number;
  before?: string;
}

/** A reply later than this counts as none. */
const REPLY_MS_MAX = 15_000;

export function makeApi({ baseUrl, fetch, now }: Surroundings): Api {
  const call = async <Value>(path: string, init: RequestInit = {}): Promise<Outcome<Value>> => {
    try {
      const signal = AbortSignal.timeout(REPLY_MS_MAX);
      const response = await fetch(`${baseUrl}${path}`, { cache: 'no-store', signal, ...init });
      if (!response.ok) return { ok: false, fault: await readFault(response, now()) };
      if (!isJson(response)) return { ok: false, fault: { kind: 'foreign', status: response.status } };
      // Trusted: the reply is our own service's, whose schemas are tested there; zod would double the page.
      return { ok: true, value: (await response.json()) as Value };
    } catch {
      // Browsers word the same failure in different ways: that there was no whole reply is all that counts.
      return { ok: false, fault: { kind: 'unreachable' } };
    }
  };
  return {
    generate: (request, idempotencyKey) =>
      call('/api/chat/generate', post(JSON.stringify(request), { 'idempotency-key': idempotencyKey })),
    status: (taskId) => call(`/api/chat/status/${encodeURIComponent(taskId)}`),
    result: (taskId) => call(`/api/chat/result/${encodeURIComponent(taskId)}`),
    cancel: (taskId) => call(`/api/chat/cancel/${encodeURIComponent(taskId)}`, post()),
    list: (query) => call(`/api/chat/list?${toSearch(query)}`),
    models: () => call('/api/models'),
  };
}

function post(body?: string, headers: Record<string, string> = {}): RequestInit {
  if (body === undefined) return { method: 'POST', headers };
  return { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } };
}

function toSearch(query: ListFilter): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return new URLSearchParams(
    given.map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
}
