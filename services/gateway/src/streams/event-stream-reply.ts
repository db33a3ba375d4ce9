import type { OutgoingHttpHeaders } from 'node:http';
import type { GatewayContext } from '../http/gateway-env.ts';
import { Refusal } from '../http/refusal.ts';
import { SECURITY_HEADERS } from '../http/security-headers.ts';
import { beginEventStream, type EventStream } from './event-stream.ts';
import type { OpenStreams } from './open-streams.ts';

const EVENT_STREAM = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-cache, no-transform',
  // Tells nginx not to buffer.
  'X-Accel-Buffering': 'no',
};

const TOO_MANY = 'This gateway serves as many streams as it may.';

/** Refuses a request that does not take an event stream. */
export function requireEventStream(c: GatewayContext): void {
  if (!acceptsEventStream(c.req.header('accept'))) throw new Refusal('not_acceptable');
}

/** What a HEAD is told of the stream. */
export function describeEventStream(c: GatewayContext): Response {
  return c.body(null, 200, EVENT_STREAM);
}

/** From here on the reply is the stream's. */
export function openReply(c: GatewayContext, streams: OpenStreams): EventStream {
  if (!streams.hasRoom()) throw new Refusal('overloaded', TOO_MANY);
  const headers: OutgoingHttpHeaders = {
    ...SECURITY_HEADERS,
    ...EVENT_STREAM,
    'X-Request-Id': c.get('requestId'),
  };
  return streams.open(beginEventStream(c.env.outgoing, headers));
}

function acceptsEventStream(accept: string | undefined): boolean {
  if (accept === undefined) return true;
  const types = accept.split(',').map((range) => range.split(';')[0]?.trim().toLowerCase());
  return types.some((type) => type === 'text/event-stream' || type === 'text/*' || type === '*/*');
}
