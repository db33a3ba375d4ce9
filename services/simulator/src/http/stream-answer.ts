import { addDelivery, type Call, type Delivery } from '../calls/call.ts';
import { generate, markEnd } from '../calls/generate.ts';
import type { Run } from '../calls/runs.ts';
import type { Plan } from '../plan/plan.ts';
import { makeEncoder } from '../wire/make-encoder.ts';
import { makeResponsesEncoder } from '../wire/responses-encoder.ts';
import type { Encoder } from '../wire/encoder.ts';
import { makeConnection } from './connection.ts';
import { deliver, ping } from './deliver.ts';
import type { Exchange } from './exchange.ts';

/** Streams a call that is generated for this connection only, and no further when it closes. */
export async function streamCall(exchange: Exchange, call: Call): Promise<void> {
  const delivery = addDelivery(call.progress, 'create');
  const steps = (closed: AbortSignal) => generate(call, exchange.state.ticker, closed);
  await stream(exchange, {
    call,
    delivery,
    plan: call.plan,
    encoder: makeEncoder(call.request.wire, call),
    steps,
    skipFrames: 0,
  });
  markEnd(call, delivery.end === 'client_closed' ? 'client_closed' : 'fault');
}

export interface RunReading {
  kind: 'create' | 'retrieve';
  /** The reader has the events up to this one. */
  startingAfter: number | undefined;
  includeObfuscation: boolean;
  /** For this connection; the generation has its own. */
  plan: Plan;
}

/** Streams a run that goes on whoever reads it. */
export function streamRun(exchange: Exchange, run: Run, reading: RunReading): Promise<void> {
  const { kind, startingAfter, includeObfuscation, plan } = reading;
  return stream(exchange, {
    call: run.call,
    delivery: addDelivery(run.call.progress, kind, startingAfter),
    plan,
    encoder: makeResponsesEncoder(run.call, { includeObfuscation }),
    steps: run.watch,
    skipFrames: startingAfter === undefined ? 0 : startingAfter + 1,
  });
}

interface Streaming {
  call: Call;
  delivery: Delivery;
  plan: Plan;
  encoder: Encoder;
  steps: (closed: AbortSignal) => AsyncIterable<void>;
  skipFrames: number;
}

async function stream(
  exchange: Exchange,
  { call, delivery, plan, encoder, steps, skipFrames }: Streaming,
): Promise<void> {
  const connection = makeConnection(exchange, { delivery, bytesPerWriteMax: plan.split });
  connection.begin(200, {
    'content-type': plan.content_type ?? 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    'x-accel-buffering': 'no',
  });
  const pinging =
    plan.ping_ms === undefined ? undefined : ping(connection, encoder, plan.ping_ms, exchange.state.ticker);
  await deliver({
    call,
    encoder,
    connection,
    steps: steps(connection.closed),
    skipFrames,
    fault: plan.fault,
  });
  await pinging;
}
