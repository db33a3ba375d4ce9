import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { makeLedger } from './calls/ledger.ts';
import { makePromptCache } from './calls/prompt-cache.ts';
import { makeRuns } from './calls/runs.ts';
import { makeTicker } from './calls/ticker.ts';
import { replyError, replyJson, type Exchange, type SimulatorState } from './http/exchange.ts';
import { readBody } from './http/read-body.ts';
import { findRoute } from './http/routes.ts';
import { LISTED_MODELS } from './models/policy.ts';
import { makePlanRegistry } from './plan/plan-registry.ts';
import { DEFAULT_SETTINGS, type Settings } from './settings.ts';

export interface SimulatorOptions {
  host: string;
  /** 0 takes any free one. */
  port: number;
  settings?: Partial<Settings>;
  /** Told of what should never happen. */
  onDefect: (error: unknown) => void;
}

export interface Simulator {
  port: number;
  url: string;
  /** Cuts every connection. */
  close: () => Promise<void>;
}

const CONNECTIONS_MAX = 5_000;
/** Longer than clients keep an idle connection, so that none is closed under a request. */
const KEEP_ALIVE_MS = 120_000;

export async function startSimulator({
  host,
  port,
  settings,
  onDefect,
}: SimulatorOptions): Promise<Simulator> {
  const ticker = makeTicker();
  const state: SimulatorState = {
    settings: { ...DEFAULT_SETTINGS, ...settings },
    ledger: makeLedger(),
    modelsSeen: new Map(LISTED_MODELS.map((model) => [model, true])),
    plans: makePlanRegistry(),
    released: new Map(),
    promptCache: makePromptCache(),
    runs: makeRuns(ticker),
    ticker,
  };
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    handle(state, request, response).catch((error: unknown) => {
      response.destroy();
      onDefect(error);
    });
  });
  server.maxConnections = CONNECTIONS_MAX;
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  const boundPort = typeof address === 'object' && address ? address.port : port;
  return {
    port: boundPort,
    url: `http://${host}:${boundPort}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function handle(
  state: SimulatorState,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const requestId = `req_${randomBytes(12).toString('hex')}`;
  response.setHeader('x-request-id', requestId);
  response.setHeader('request-id', requestId);
  const url = new URL(request.url ?? '/', 'http://simulator');
  const exchange: Exchange = { state, request, response, requestId, url, body: undefined };
  const found = findRoute(request.method, url.pathname);
  if (!found)
    return replyJson(exchange, 404, { error: { message: `No route for ${request.method} ${url.pathname}` } });
  const { route, id } = found;

  const body = await readBody(request);
  if (body.kind === 'lost') return;
  const wire = route.wire ?? 'chat-completions';
  if (body.kind === 'too_large') return replyError(exchange, wire, { status: 413 }, { connection: 'close' });
  if (body.kind === 'not_json') {
    const message = 'We could not parse the JSON body of your request.';
    return replyError(exchange, wire, { status: 400, message });
  }
  if (route.wire && !hasKey(request)) return replyError(exchange, wire, { status: 401 });
  await route.handle({ ...exchange, body: body.value }, id);
}

/** Any key will do, but there has to be one. */
function hasKey({ headers }: IncomingMessage): boolean {
  const apiKey = headers['x-api-key'];
  return /^Bearer \S/.test(headers.authorization ?? '') || (typeof apiKey === 'string' && apiKey !== '');
}
