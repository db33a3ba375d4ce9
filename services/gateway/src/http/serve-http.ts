import { createServer, STATUS_CODES, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { getRequestListener, RequestError } from '@hono/node-server';
import { makeProblem, type Problem } from '@continuo/shared/protocol/problem';
import type { Logger } from '@continuo/shared/runtime/logger';
import { answerUpgrade, asksForSocket } from './socket-upgrade.ts';

/** Slow senders get this long for the headers, and for the whole request; replies may take for ever. */
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
const CHECK_INTERVAL_MS = 5_000;
/** While closing: how long a connection may be idle. */
const CLOSE_IDLE_MS = 50;
/** Above what balancers keep idle connections for, or they would send into one we are closing. */
const KEEP_ALIVE_MS = 65_000;
/** Beside the open streams: requests, probes, idle connections. */
const CONNECTIONS_BESIDE_STREAMS = 2_000;

type Fetch = Parameters<typeof getRequestListener>[0];

export interface HttpServer {
  port: number;
  /** From now on every reply ends its connection, so that clients go elsewhere before they have to. */
  sendAway: () => void;
  /** Takes no more connections, lets what has begun end, and cuts what is left after `deadlineMs`. */
  close: (deadlineMs: number) => Promise<void>;
}

/** Listens. What Node refuses before any route sees it is answered as a problem, too. */
export async function serveHttp(
  fetch: Fetch,
  options: { host: string; port: number; readersMax: number; logger: Logger },
): Promise<HttpServer> {
  const listener = getRequestListener(fetch, {
    // A request without a usable URL or host never becomes one of Hono's.
    errorHandler: (error) =>
      problemResponse(makeProblem(error instanceof RequestError ? 'invalid_request' : 'internal')),
  });
  let isSendingAway = false;
  const answer: RequestListener = (incoming, outgoing) => {
    outgoing.shouldKeepAlive &&= !isSendingAway;
    void listener(incoming, outgoing);
  };
  const server = createServer(
    {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: CHECK_INTERVAL_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      shouldUpgradeCallback: asksForSocket,
    },
    answer,
  );
  /** Connections that are no longer the server's own. */
  const upgraded = new Set<Duplex>();
  server.on('upgrade', (incoming, socket, head) => {
    upgraded.add(socket);
    socket.once('close', () => upgraded.delete(socket));
    answerUpgrade(answer, incoming, socket, head);
  });
  server.maxConnections = options.readersMax + CONNECTIONS_BESIDE_STREAMS;
  server.on('clientError', answerClientError);
  server.on('drop', () => options.logger.warn('a connection was dropped: as many are open as may be'));

  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(options.port, options.host, resolve);
  await promise;
  server.off('error', reject);
  return {
    port: (server.address() as AddressInfo).port,
    sendAway: () => {
      isSendingAway = true;
    },
    close: (deadlineMs) => closeServer(server, upgraded, deadlineMs),
  };
}

async function closeServer(server: Server, upgraded: ReadonlySet<Duplex>, deadlineMs: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  // Closes idle connections, too; one that is busy now would be kept alive when it has had its reply.
  server.close(() => resolve());
  const timer = setInterval(() => server.closeIdleConnections(), CLOSE_IDLE_MS);
  const deadline = setTimeout(() => {
    server.closeAllConnections();
    for (const socket of upgraded) socket.destroy();
  }, deadlineMs);
  await promise;
  clearInterval(timer);
  clearTimeout(deadline);
}

function problemResponse(problem: Problem): Response {
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { 'Content-Type': 'application/problem+json' },
  });
}

/** Statuses of Node's own parser errors; anything else it cannot read is a 400. */
const PARSER_STATUS: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

function answerClientError(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = PARSER_STATUS[error.code ?? ''] ?? 400;
  const problem = { ...makeProblem('invalid_request'), status };
  const body = JSON.stringify(problem);
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\n` +
      `Content-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
