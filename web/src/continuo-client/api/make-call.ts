import { isJson, readFault, type Outcome } from './api-fault.ts';
import type { Surroundings } from '../surroundings/surroundings.ts';

/** One request of the HTTP API. It never throws: every failure is an `ApiFault`. */
export type Call = <Value>(path: string, options?: CallOptions) => Promise<Outcome<Value>>;

export interface CallOptions {
  /** Default GET. */
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  query?: Query;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as it is, in place of JSON. */
  upload?: { type: string; body: Blob | string };
  /** The same key again gets the same reply, however often the call is sent. */
  idempotencyKey?: string;
  /** It goes on when the page is left. */
  outlivesPage?: boolean;
  /** A reply later than this counts as none; default 15,000. */
  replyMsMax?: number;
}

/** What is undefined is left out; lists are sent with commas. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

const REPLY_MS_MAX = 15_000;
const NO_CONTENT = 204;

export function makeCall({ baseUrl, fetch, now }: Surroundings): Call {
  return async <Value>(path: string, options: CallOptions = {}): Promise<Outcome<Value>> => {
    const { method = 'GET', query, outlivesPage = false, replyMsMax = REPLY_MS_MAX } = options;
    try {
      const response = await fetch(baseUrl + withQuery(path, query), {
        method,
        cache: 'no-store',
        keepalive: outlivesPage,
        signal: AbortSignal.timeout(replyMsMax),
        ...describeBody(options),
      });
      if (!response.ok) return { ok: false, fault: await readFault(response, now()) };
      if (response.status === NO_CONTENT) return { ok: true, value: undefined as Value };
      if (!isJson(response)) return { ok: false, fault: { kind: 'foreign', status: response.status } };
      // Trusted: the reply is our own service's, whose schemas are tested there; zod would double the page.
      return { ok: true, value: (await response.json()) as Value };
    } catch {
      // Browsers word the same failure in different ways: that there was no whole reply is all that counts.
      return { ok: false, fault: { kind: 'unreachable' } };
    }
  };
}

export function withQuery(path: string, query: Query = {}): string {
  const given = Object.entries(query).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`;
}

function describeBody({ json, upload, idempotencyKey }: CallOptions): RequestInit {
  const keyed: Record<string, string> =
    idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey };
  if (upload) return { body: upload.body, headers: { ...keyed, 'content-type': upload.type } };
  if (json === undefined) return { headers: keyed };
  return { body: JSON.stringify(json), headers: { ...keyed, 'content-type': 'application/json' } };
}
