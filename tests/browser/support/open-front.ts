import { once } from 'node:events';
import { createReadStream, existsSync } from 'node:fs';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { WEB_DIST } from '@continuo/deploy/local-stack/build-web';
import type { ProblemCode } from '@continuo/shared/protocol/problem';
import { makeProblem } from '@continuo/shared/protocol/problem';
import { onTestFinished } from 'vitest';

/**
 * What stands before gateways in a data centre: it serves the app's files itself, passes the API on, and says 502
 * where there is no gateway.
 */
export interface Front {
  url: string;
  /** The next call whose path begins so reaches the gateway, and its reply gets lost. */
  loseReply: (path: string) => void;
  /** Calls whose path begins so get this problem from now on; those that are under way are cut. */
  refuse: (path: string, code: Refusal) => void;
  /** They are passed on again. */
  allow: (path: string) => void;
  /** So many calls whose path begins so have come. */
  countCalls: (path: string, method?: string) => number;
  /** The event streams that are open now, by their paths. */
  openStreams: () => string[];
  /** The most of them at once. */
  mostStreams: () => number;
}

/** A problem of the service, or what a proxy says that finds none. */
type Refusal = ProblemCode | 'bad_gateway';

/** A browser that lets go of one stream for another may open the new one first, for a moment. */
const MOMENT_MS = 1_000;

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Ends with the test. */
export async function openFront(gatewayUrl: string): Promise<Front> {
  const refused = new Map<string, Refusal>();
  const lost: string[] = [];
  const calls: { path: string; method: string }[] = [];
  const under = new Map<ServerResponse, string>();
  let mostStreams = 0;
  const openStreams = (): string[] => [...under.values()].filter(isStream);
  const countStreams = (): void => {
    const before = new Set(under.keys());
    setTimeout(() => {
      const stayed = [...under].filter(([outgoing, path]) => before.has(outgoing) && isStream(path));
      mostStreams = Math.max(mostStreams, stayed.length);
    }, MOMENT_MS);
  };

  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? '/';
    if (!path.startsWith('/api/')) return serveFile(path, outgoing);
    calls.push({ path, method: incoming.method ?? '' });
    const code = [...refused].find(([prefix]) => path.startsWith(prefix))?.[1];
    if (code === 'bad_gateway') return sendBadGateway(outgoing);
    if (code) return sendProblem(outgoing, code);
    under.set(outgoing, path);
    countStreams();
    outgoing.on('close', () => under.delete(outgoing));
    const at = lost.findIndex((prefix) => path.startsWith(prefix));
    if (at >= 0) lost.splice(at, 1);
    passOn(gatewayUrl, incoming, outgoing, at >= 0);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    loseReply: (path) => void lost.push(path),
    refuse: (prefix, code) => {
      refused.set(prefix, code);
      for (const [outgoing, path] of under) if (path.startsWith(prefix)) outgoing.destroy();
    },
    allow: (prefix) => void refused.delete(prefix),
    countCalls: (prefix, method) =>
      calls.filter((call) => call.path.startsWith(prefix) && (method ?? call.method) === call.method).length,
    openStreams,
    mostStreams: () => mostStreams,
  };
}

function isStream(path: string): boolean {
  return path.startsWith('/api/chat/stream/') || path.startsWith('/api/events');
}

function serveFile(path: string, outgoing: ServerResponse): void {
  const { pathname } = new URL(path, 'http://front');
  const asked = join(WEB_DIST, pathname);
  // An address of the app is no file: it gets the page.
  const file = extname(pathname) !== '' && existsSync(asked) ? asked : join(WEB_DIST, 'index.html');
  outgoing.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
  createReadStream(file).pipe(outgoing);
}

function sendProblem(outgoing: ServerResponse, code: ProblemCode): void {
  const problem = makeProblem(code);
  outgoing.writeHead(problem.status, { 'content-type': 'application/problem+json' });
  outgoing.end(JSON.stringify(problem));
}

function sendBadGateway(outgoing: ServerResponse): void {
  outgoing.writeHead(502, { 'content-type': 'text/html' }).end('<h1>502 Bad Gateway</h1>');
}

function passOn(
  gatewayUrl: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  isLost: boolean,
): void {
  const { method, url, headers } = incoming;
  const onward = request(new URL(url ?? '/', gatewayUrl), { method, headers }, (reply) => {
    if (isLost) {
      reply.resume();
      outgoing.destroy();
      return;
    }
    outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
    reply.pipe(outgoing);
    reply.on('error', () => outgoing.destroy());
  });
  onward.on('error', () => {
    if (outgoing.headersSent) outgoing.destroy();
    else sendBadGateway(outgoing);
  });
  outgoing.on('close', () => onward.destroy());
  incoming.pipe(onward);
}
