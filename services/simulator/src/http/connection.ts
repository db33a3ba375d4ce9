import type { IncomingMessage, ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import type { Delivery } from '../calls/call.ts';

/** A response under our hands down to the byte. What is written after its end or its loss goes nowhere. */
export interface Connection {
  /** Aborted when the connection is closed, by whomever. */
  closed: AbortSignal;
  begin: (status: number, headers: Record<string, string>) => void;
  /** Puts bytes up to be sent. */
  write: (data: string | Uint8Array) => void;
  /** So many tokens are in what was put up: counted as delivered when the kernel has taken it. */
  countTokens: (tokens: number) => void;
  /** Sends what was put up; resolves when the kernel has taken it, or the connection is closed. */
  flush: () => Promise<void>;
  /** The chunked body's proper end. */
  end: (end: 'completed' | 'fault') => Promise<void>;
  /** RST. */
  reset: () => Promise<void>;
  /** FIN without the chunked body's end. */
  fin: () => Promise<void>;
}

export interface ConnectionOptions {
  delivery: Delivery;
  /** No write to the socket is longer. */
  bytesPerWriteMax: number | undefined;
}

export function makeConnection(
  { request, response }: { request: IncomingMessage; response: ServerResponse },
  { delivery, bytesPerWriteMax }: ConnectionOptions,
): Connection {
  const closing = new AbortController();
  let pending: Uint8Array[] = [];
  let pendingTokens = 0;
  let flushing = Promise.resolve();

  const onClose = () => {
    delivery.end ??= 'client_closed';
    delivery.closedAtMs = Date.now();
    closing.abort();
  };
  // A client that left before there was a call to answer has closed it already.
  if (response.closed || request.socket.destroyed) onClose();
  else response.once('close', onClose);

  const sendPending = async () => {
    const data = Buffer.concat(pending);
    const tokens = pendingTokens;
    pending = [];
    pendingTokens = 0;
    const step = bytesPerWriteMax ?? data.length;
    for (let start = 0; start < data.length; start += step) {
      if (closing.signal.aborted || response.writableEnded) return;
      await sendOne(response, data.subarray(start, start + step), closing.signal);
      // The reader's kernel is to hand the pieces over one by one.
      if (bytesPerWriteMax !== undefined) await setImmediate();
    }
    if (!closing.signal.aborted) delivery.tokens += tokens;
  };
  const flush = () => (flushing = flushing.then(sendPending));
  const finish = async (end: 'completed' | 'fault', close: () => void) => {
    await flush();
    if (closing.signal.aborted) return;
    delivery.end ??= end;
    close();
  };

  return {
    closed: closing.signal,
    begin: (status, headers) => {
      response.writeHead(status, headers);
      response.flushHeaders();
    },
    write: (data) => {
      pending.push(typeof data === 'string' ? Buffer.from(data) : data);
    },
    countTokens: (tokens) => {
      pendingTokens += tokens;
    },
    flush,
    end: (end) => finish(end, () => response.end()),
    reset: () => finish('fault', () => request.socket.resetAndDestroy()),
    fin: () => finish('fault', () => request.socket.destroy()),
  };
}

/** Resolves also when the connection closes first: Node then never calls back. */
function sendOne(response: ServerResponse, data: Uint8Array, closed: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      closed.removeEventListener('abort', settle);
      resolve();
    };
    closed.addEventListener('abort', settle);
    response.write(data, settle);
  });
}
