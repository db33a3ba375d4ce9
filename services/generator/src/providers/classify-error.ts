import {
  APIConnectionError as AnthropicConnectionError,
  APIError as AnthropicError,
} from '@anthropic-ai/sdk';
import type { Failure, FailureCode } from '@continuo/shared/protocol/failure';
import { APIConnectionError as OpenAiConnectionError, APIError as OpenAiError } from 'openai';
import { ProviderFailure } from './provider.ts';

/** Longest text of a provider that goes into the log. */
const MESSAGE_CHARS_MAX = 500;

const CODE_BY_STATUS: Readonly<Record<number, FailureCode>> = {
  401: 'provider_auth',
  402: 'provider_quota',
  403: 'provider_auth',
  404: 'model_not_found',
  408: 'provider_error',
  409: 'provider_error',
  413: 'context_too_long',
  429: 'provider_rate_limited',
  503: 'provider_overloaded',
  529: 'provider_overloaded',
};

/** Types and codes in the error body that say more than the status; both vendors' (providers.md, 4.3). */
const CODE_BY_REASON: Readonly<Record<string, FailureCode>> = {
  overloaded_error: 'provider_overloaded',
  server_is_overloaded: 'provider_overloaded',
  slow_down: 'provider_overloaded',
  rate_limit_error: 'provider_rate_limited',
  rate_limit_exceeded: 'provider_rate_limited',
  insufficient_quota: 'provider_quota',
  credit_balance_exhausted: 'provider_quota',
  organization_usage_limit_exceeded: 'provider_quota',
  billing_error: 'provider_quota',
  authentication_error: 'provider_auth',
  permission_error: 'provider_auth',
  not_found_error: 'model_not_found',
  model_not_found: 'model_not_found',
  context_length_exceeded: 'context_too_long',
  request_too_large: 'context_too_long',
  invalid_prompt: 'provider_rejected',
};

/** Whatever a provider's stream threw, as a failure with a closed code. */
export function classifyError(error: unknown): Failure {
  if (error instanceof ProviderFailure) return error.failure;
  const message = wordsOf(error).slice(0, MESSAGE_CHARS_MAX);
  const retryAfterMs = readRetryAfter(error);
  return { code: codeOf(error), message, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

/** The sentence in an error body, where there is one; SDKs put the status before it, or the whole body around it. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const said = sentenceOf(error);
  if (typeof said === 'string' && said !== '') return said;
  const status = error instanceof OpenAiError || error instanceof AnthropicError ? error.status : undefined;
  // A page of some proxy on the way, or JSON of nobody's form, is nothing to read.
  return status !== undefined && /[<{]/.test(error.message) ? `HTTP status ${status}` : error.message;
}

/** Typed loosely: what servers that speak like the vendors put there is theirs. */
function sentenceOf(error: Error): unknown {
  if (error instanceof AnthropicError) return error.apiMessage;
  if (!(error instanceof OpenAiError)) return undefined;
  return (error.error as { message?: unknown } | undefined)?.message;
}

/** `retry-after-ms`, or `retry-after` in seconds or as a date (RFC 9110, section 10.2.3). */
function readRetryAfter(error: unknown): number | undefined {
  if (!(error instanceof OpenAiError || error instanceof AnthropicError)) return undefined;
  const ms = Number(error.headers?.get('retry-after-ms') ?? Number.NaN);
  if (ms >= 0) return ms;
  const after = error.headers?.get('retry-after');
  if (!after) return undefined;
  const waitMs = /^\d+$/.test(after) ? Number(after) * 1_000 : Date.parse(after) - Date.now();
  return waitMs >= 0 ? waitMs : undefined;
}

/**
 * The code for a reason that a provider put into an error body, or the fallback. The types of the SDKs promise
 * text; servers that speak like OpenAI also send numbers.
 */
export function codeForReason(reason: unknown, fallback: FailureCode): FailureCode {
  if (typeof reason !== 'string') return fallback;
  if (reason.includes('spend_limit')) return 'provider_quota';
  return CODE_BY_REASON[reason] ?? fallback;
}

function codeOf(error: unknown): FailureCode {
  // The connection errors extend APIError, so they come first.
  if (error instanceof OpenAiConnectionError || error instanceof AnthropicConnectionError) {
    return 'provider_unreachable';
  }
  if (error instanceof OpenAiError) {
    return codeForReason(error.code ?? error.type, codeForReason(error.type, codeForStatus(error.status)));
  }
  if (error instanceof AnthropicError) {
    // An ordinary 400 `invalid_request_error`: only its words tell.
    if (error.message.includes('prompt is too long')) return 'context_too_long';
    return codeForReason(
      error.errorCode ?? error.type,
      codeForReason(error.type, codeForStatus(error.status)),
    );
  }
  if (error instanceof SyntaxError) return 'provider_malformed';
  // undici: `terminated`, with a cause such as ECONNRESET or UND_ERR_SOCKET, when the connection broke.
  if (error instanceof TypeError && error.cause !== undefined) return 'provider_interrupted';
  return 'internal';
}

/** @param status undefined for an error inside a stream that began with 200 */
function codeForStatus(status: number | undefined): FailureCode {
  if (status === undefined || status >= 500) return CODE_BY_STATUS[status ?? 0] ?? 'provider_error';
  return CODE_BY_STATUS[status] ?? 'provider_rejected';
}
