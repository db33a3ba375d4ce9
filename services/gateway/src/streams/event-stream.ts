import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { encodeRetry, HEARTBEAT } from '@continuo/shared/protocol/sse';
import type { OpenStream, Wire } from './open-stream.ts';

/** An open stream of Server-Sent Events. */
export type EventStream = OpenStream<string | Uint8Array>;

/** What a browser waits before it comes back; jittered when all of them are sent away together. */
const RETRY_MS = 1_000;
const DRAIN_RETRY_MS_MAX = 2_000;

/** Events are written straight to Node's response, which begins here. */
export function beginEventStream(
  response: ServerResponse,
  headers: OutgoingHttpHeaders,
): Wire<string | Uint8Array> {
  if (!response.closed) response.writeHead(200, headers).write(encodeRetry(RETRY_MS));
  return {
    isClosed: () => response.closed,
    write: (frames) => response.write(frames),
    heartbeat: () => void response.write(HEARTBEAT),
    end: (why) => {
      if (why === 'draining') response.write(encodeRetry(Math.random() * DRAIN_RETRY_MS_MAX));
      response.end();
    },
    cut: () => void response.destroy(),
    life: response,
    room: response,
  };
}
