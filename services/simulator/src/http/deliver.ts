import type { Call } from '../calls/call.ts';
import type { Ticker } from '../calls/ticker.ts';
import type { Fault } from '../plan/fault.ts';
import type { Encoder } from '../wire/encoder.ts';
import type { Connection } from './connection.ts';
import { endByFault } from './end-by-fault.ts';
import { shapeDelta } from './shape-delta.ts';

export interface DeliverOptions {
  call: Call;
  encoder: Encoder;
  connection: Connection;
  /** Yields whenever more may have been generated; ends when the generation has. */
  steps: AsyncIterable<void>;
  /** Frames that the reader has already. */
  skipFrames: number;
  fault: Fault | undefined;
}

/** Streams a call's frames as its tokens come, then its end. Returns when the connection needs nothing more. */
export async function deliver(options: DeliverOptions): Promise<void> {
  const { call, encoder, connection, steps, skipFrames, fault } = options;
  const ending = fault?.where === 'ending' ? fault : undefined;
  let frames = 0;
  let tokens = 0;
  const send = (pieces: readonly (string | Uint8Array)[], tokensInside = 0) => {
    if (frames++ < skipFrames) return;
    for (const piece of pieces) connection.write(piece);
    connection.countTokens(tokensInside);
  };

  for (const frame of encoder.opening()) send([frame]);
  for await (const _ of steps) {
    while (tokens < call.progress.generated && tokens !== ending?.at) {
      send(shapeDelta(call, encoder, tokens, fault), 1);
      tokens += 1;
    }
    if (ending && tokens === ending.at) return endByFault(ending, call, encoder, connection);
    await connection.flush();
    if (connection.closed.aborted) return;
  }
  if (connection.closed.aborted) return;
  for (const frame of encoder.closing()) send([frame]);
  await connection.end('completed');
}

/** Keeps a connection busy with pings until it is closed. */
export async function ping(
  connection: Connection,
  encoder: Encoder,
  everyMs: number,
  ticker: Ticker,
): Promise<void> {
  while (!connection.closed.aborted) {
    await ticker.until(performance.now() + everyMs, connection.closed);
    connection.write(encoder.ping);
    await connection.flush();
  }
}
