import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WireFormat } from '@continuo/shared/protocol/models';
import type { Ledger } from '../calls/ledger.ts';
import type { PromptCache } from '../calls/prompt-cache.ts';
import type { Runs } from '../calls/runs.ts';
import type { Ticker } from '../calls/ticker.ts';
import type { PlanRegistry } from '../plan/plan-registry.ts';
import type { Settings } from '../settings.ts';
import { errorBody, type ApiError } from '../wire/errors.ts';

/** All that the simulator remembers. */
export interface SimulatorState {
  settings: Settings;
  ledger: Ledger;
  /** The bare names asked for lately: one may have begun what another is to continue. */
  modelsSeen: Map<string, true>;
  plans: PlanRegistry;
  /** Answers to prompts with one of these texts are held no longer. */
  released: Map<string, true>;
  promptCache: PromptCache;
  runs: Runs;
  ticker: Ticker;
}

/** One HTTP request, its body read, and its response to be. */
export interface Exchange {
  state: SimulatorState;
  request: IncomingMessage;
  response: ServerResponse;
  requestId: string;
  url: URL;
  /** Undefined for a request without one. */
  body: unknown;
}

export function replyJson(
  exchange: Exchange,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  exchange.response.writeHead(status, { 'content-type': 'application/json', ...headers });
  exchange.response.end(JSON.stringify(body));
}

export function replyError(
  exchange: Exchange,
  wire: WireFormat,
  error: ApiError,
  headers: Record<string, string> = {},
): void {
  replyJson(exchange, error.status, errorBody(wire, error, exchange.requestId), headers);
}
