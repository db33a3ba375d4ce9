import { isTransientStatus } from './api-fault.ts';

/** What the head of a reply to `GET /api/chat/stream/:id` means to a reader. */
export type ResponseVerdict =
  | 'stream'
  /** The cursor is at the terminal entry. */
  | 'finished'
  /** There is no log to read any more: ask for the result instead. */
  | 'gone'
  /** The cursor means nothing to this log: read it anew. */
  | 'bad_cursor'
  | 'retry'
  /** Asking again would get the same answer. */
  | 'refused';

export function judgeResponse(status: number, contentType: string | null): ResponseVerdict {
  if (status === 204) return 'finished';
  if (status === 404 || status === 410) return 'gone';
  if (status === 400) return 'bad_cursor';
  if (isTransientStatus(status)) return 'retry';
  if (status !== 200) return 'refused';
  // A captive portal or a proxy's error page also says 200.
  return contentType?.startsWith('text/event-stream') ? 'stream' : 'retry';
}
