import type { WireFormat } from '@continuo/shared/protocol/models';
import {
  addPlan,
  changeSettings,
  clearLedger,
  clearPlans,
  listPlans,
  readHealth,
  readLedger,
  readSettings,
  release,
} from './control-routes.ts';
import type { Exchange } from './exchange.ts';
import { createChatCompletion, createMessage, listModels } from './model-routes.ts';
import { cancelResponse, createResponse, retrieveResponse } from './response-routes.ts';

export interface Route {
  method: string;
  path: RegExp;
  /** Whose errors it answers with; undefined for the routes that no vendor has, which need no key either. */
  wire: WireFormat | undefined;
  handle: (exchange: Exchange, id: string) => void | Promise<void>;
}

const ROUTES: readonly Route[] = [
  {
    method: 'POST',
    path: /^\/v1\/chat\/completions$/,
    wire: 'chat-completions',
    handle: createChatCompletion,
  },
  { method: 'POST', path: /^\/v1\/messages$/, wire: 'messages', handle: createMessage },
  { method: 'POST', path: /^\/v1\/responses$/, wire: 'responses', handle: createResponse },
  { method: 'GET', path: /^\/v1\/responses\/([^/]+)$/, wire: 'responses', handle: retrieveResponse },
  { method: 'POST', path: /^\/v1\/responses\/([^/]+)\/cancel$/, wire: 'responses', handle: cancelResponse },
  { method: 'GET', path: /^\/v1\/models$/, wire: 'chat-completions', handle: listModels },
  { method: 'GET', path: /^\/control\/ledger$/, wire: undefined, handle: readLedger },
  { method: 'DELETE', path: /^\/control\/ledger$/, wire: undefined, handle: clearLedger },
  { method: 'GET', path: /^\/control\/settings$/, wire: undefined, handle: readSettings },
  { method: 'POST', path: /^\/control\/settings$/, wire: undefined, handle: changeSettings },
  { method: 'GET', path: /^\/control\/plans$/, wire: undefined, handle: listPlans },
  { method: 'POST', path: /^\/control\/plans$/, wire: undefined, handle: addPlan },
  { method: 'DELETE', path: /^\/control\/plans$/, wire: undefined, handle: clearPlans },
  { method: 'POST', path: /^\/control\/release$/, wire: undefined, handle: release },
  { method: 'GET', path: /^\/health$/, wire: undefined, handle: readHealth },
];

export function findRoute(
  method: string | undefined,
  path: string,
): { route: Route; id: string } | undefined {
  for (const route of ROUTES) {
    const match = route.method === method ? route.path.exec(path) : null;
    if (match) return { route, id: match[1] ?? '' };
  }
  return undefined;
}
