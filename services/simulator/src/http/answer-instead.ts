import { once } from 'node:events';
import type { WireFormat } from '@continuo/shared/protocol/models';
import type { InsteadFault } from '../plan/fault.ts';
import type { Plan } from '../plan/plan.ts';
import { contextError, quotaError, type ApiError } from '../wire/errors.ts';
import { replyError, type Exchange } from './exchange.ts';

const HTML_PAGE =
  '<!DOCTYPE html>\n<html><head><title>Bad gateway</title></head><body><h1>Bad gateway</h1>' +
  '<p>The server is temporarily unable to service your request.</p></body></html>\n';

/** The error that a fault puts in place of an answer, for those that are one in the vendor's own form. */
export function errorInstead(fault: InsteadFault, wire: WireFormat): ApiError | undefined {
  switch (fault.kind) {
    case 'status':
      return { status: fault.status, code: fault.detail };
    case 'quota':
      return quotaError(wire);
    case 'context':
      return contextError(wire);
    default:
      return undefined;
  }
}

/** Answers a request with a fault in place of everything else. */
export async function answerInstead(
  exchange: Exchange,
  wire: WireFormat,
  fault: InsteadFault,
  plan: Plan,
): Promise<void> {
  const { request, response } = exchange;
  const error = errorInstead(fault, wire);
  if (error) return replyError(exchange, wire, error, retryHeaders(plan));
  if (fault.kind === 'html') {
    response.writeHead(Number(fault.detail ?? 200), { 'content-type': 'text/html' });
    response.end(HTML_PAGE);
  } else if (fault.kind === 'drop') {
    request.socket.resetAndDestroy();
  } else if (!response.closed) {
    await once(response, 'close');
  }
}

function retryHeaders(plan: Plan): Record<string, string> {
  return {
    ...(plan.retry_after !== undefined && { 'retry-after': String(plan.retry_after) }),
    ...(plan.retry_after_ms !== undefined && { 'retry-after-ms': String(plan.retry_after_ms) }),
  };
}
