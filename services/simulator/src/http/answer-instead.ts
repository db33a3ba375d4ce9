import { once } from 'node:events';
import type { WireFormat } from '@continuo/shared/protocol/models';
import type { InsteadFault } from '../plan/fault.ts';
import type { Plan } from '../plan/plan.ts';
import { contextError, quotaError } from '../wire/errors.ts';
import { replyError, type Exchange } from './exchange.ts';

const HTML_PAGE =
  '<!DOCTYPE html>\n<html><head><title>Bad gateway</title></head><body><h1>Bad gateway</h1>' +
  '<p>The server is temporarily unable to service your request.</p></body></html>\n';

/** Answers a request with a fault in place of everything else. */
export async function answerInstead(
  exchange: Exchange,
  wire: WireFormat,
  fault: InsteadFault,
  plan: Plan,
): Promise<void> {
  const headers = retryHeaders(plan);
  switch (fault.kind) {
    case 'status':
      return replyError(exchange, wire, { status: fault.status, code: fault.detail }, headers);
    case 'quota':
      return replyError(exchange, wire, quotaError(wire), headers);
    case 'context':
      return replyError(exchange, wire, contextError(wire));
    case 'drop':
      exchange.request.socket.resetAndDestroy();
      return;
    case 'hang':
      if (!exchange.response.closed) await once(exchange.response, 'close');
      return;
    case 'html':
      exchange.response.writeHead(Number(fault.detail ?? 200) || 200, { 'content-type': 'text/html' });
      exchange.response.end(HTML_PAGE);
  }
}

function retryHeaders(plan: Plan): Record<string, string> {
  return {
    ...(plan.retry_after !== undefined && { 'retry-after': String(plan.retry_after) }),
    ...(plan.retry_after_ms !== undefined && { 'retry-after-ms': String(plan.retry_after_ms) }),
  };
}
