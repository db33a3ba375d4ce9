import { once } from 'node:events';
import { addDelivery, type Call } from '../calls/call.ts';
import { generate, markEnd } from '../calls/generate.ts';
import { makeEncoder } from '../wire/make-encoder.ts';
import { errorBody } from '../wire/errors.ts';
import { makeConnection } from './connection.ts';
import type { Exchange } from './exchange.ts';

/** Answers a request without `stream`: all at once at the end. A fault of the stream strikes the whole body. */
export async function sendWhole(exchange: Exchange, call: Call): Promise<void> {
  const { plan, request } = call;
  const delivery = addDelivery(call.progress, 'create');
  const connection = makeConnection(exchange, { delivery, bytesPerWriteMax: plan.split });
  const { fault } = plan;
  for await (const _ of generate(call, exchange.state.ticker, connection.closed)) {
    if (fault?.where === 'ending' && call.progress.generated === fault.at) break;
  }
  if (connection.closed.aborted) return markEnd(call, 'client_closed');

  const send = async (status: number, body: string, end: 'completed' | 'fault') => {
    connection.begin(status, { 'content-type': plan.content_type ?? 'application/json' });
    connection.write(body);
    if (end === 'completed') connection.countTokens(call.progress.generated);
    markEnd(call, end);
    await connection.end(end);
  };
  const failure = () => JSON.stringify(errorBody(request.wire, { status: 500 }, exchange.requestId));
  const isStruck =
    (fault?.where === 'ending' || fault?.where === 'passing') && fault.at <= call.progress.generated;
  const struck = isStruck ? fault.kind : undefined;
  switch (struck) {
    case 'reset':
    case 'fin':
      markEnd(call, 'fault');
      return connection.reset();
    case 'stall':
      await once(connection.closed, 'abort');
      return markEnd(call, 'client_closed');
    case 'error':
      return send(500, failure(), 'fault');
    default: {
      if (call.progress.end === 'failed') return send(500, failure(), 'completed');
      const body = JSON.stringify(makeEncoder(request.wire, call).body());
      const isCut = struck !== undefined && ['eof', 'half', 'json', 'garbage'].includes(struck);
      return send(200, isCut ? body.slice(0, body.length / 2) : body, isCut ? 'fault' : 'completed');
    }
  }
}
