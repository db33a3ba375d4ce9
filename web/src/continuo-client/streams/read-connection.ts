import { readRetryAfter } from '../api/api-fault.ts';
import { judgeResponse, type ResponseVerdict } from '../api/judge-response.ts';
import { readStream, type StreamListener } from './read-stream.ts';
import type { Surroundings } from '../surroundings/surroundings.ts';
import { HEARTBEATS_MISSED, makeWatchdog } from './watchdog.ts';

/** How one connection ended: as its head said, or by breaking after it had streamed. */
export type ConnectionEnd =
  | { kind: Exclude<ResponseVerdict, 'stream' | 'retry'> }
  | { kind: 'dropped'; retryAfterMs?: number | undefined };

/**
 * One connection to a stream, from the request to its end. Everything that breaks it is the same to the reader: a
 * refused socket, a reset, silence, a clean end, the signal.
 *
 * @param lastEventId the cursor to go on from; undefined: from the beginning
 */
export async function readConnection(
  path: string,
  lastEventId: string | undefined,
  { baseUrl, fetch, now, heartbeatMs }: Surroundings,
  signal: AbortSignal,
  listener: StreamListener,
): Promise<ConnectionEnd> {
  const connection = new AbortController();
  const hangUp = (): void => connection.abort();
  const watchdog = makeWatchdog(heartbeatMs * HEARTBEATS_MISSED, hangUp);
  signal.addEventListener('abort', hangUp);
  try {
    const response = await fetch(`${baseUrl}${path}`, {
      headers: {
        accept: 'text/event-stream',
        ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
      },
      cache: 'no-store',
      signal: connection.signal,
    }).catch(() => undefined);
    if (!response) return { kind: 'dropped' };
    const verdict = judgeResponse(response.status, response.headers.get('content-type'));
    if (verdict === 'retry') {
      return { kind: 'dropped', retryAfterMs: readRetryAfter(response.headers, now()) };
    }
    if (verdict !== 'stream') return { kind: verdict };
    const onBytes = (): void => {
      watchdog.feed();
      listener.onBytes();
    };
    if (response.body) await readStream(response.body, { ...listener, onBytes });
    return { kind: 'dropped' };
  } finally {
    signal.removeEventListener('abort', hangUp);
    watchdog.stop();
    // Closes the connection of a body that was not read to its end.
    hangUp();
  }
}
