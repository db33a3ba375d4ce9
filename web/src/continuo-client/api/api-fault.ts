import type { Problem } from '@continuo/shared/protocol/problem';

/** Why a call gave no value. A closed set: callers switch over `kind`, never over the text of an error. */
export type ApiFault =
  /** The service refused, in its own words. */
  | { kind: 'problem'; status: number; problem: Problem; retryAfterMs: number | undefined }
  /** Something else answered: a proxy's error page, a captive portal. */
  | { kind: 'foreign'; status: number }
  /** Nobody answered: refused, cut off, no network, or nothing within the time allowed. */
  | { kind: 'unreachable' };

export type Outcome<Value> = { ok: true; value: Value } | { ok: false; fault: ApiFault };

/** Whether the same call can succeed later without anybody changing it. */
export function isTransient(fault: ApiFault): boolean {
  return fault.kind !== 'problem' || isTransientStatus(fault.status);
}

export function isTransientStatus(status: number): boolean {
  return status >= 500 || status === 408 || status === 425 || status === 429;
}

/** Reads `Retry-After` (RFC 9110, section 10.2.3): seconds or a date. */
export function readRetryAfter(headers: Headers, now: number): number | undefined {
  const text = headers.get('retry-after')?.trim();
  if (!text) return undefined;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

export async function readFault(response: Response, now: number): Promise<ApiFault> {
  const { status } = response;
  if (!isJson(response)) return { kind: 'foreign', status };
  const problem: unknown = await response.json();
  if (!isProblem(problem)) return { kind: 'foreign', status };
  return { kind: 'problem', status, problem, retryAfterMs: readRetryAfter(response.headers, now) };
}

export function isJson(response: Response): boolean {
  return /^application\/(problem\+)?json\b/.test(response.headers.get('content-type') ?? '');
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'title' in value;
}
