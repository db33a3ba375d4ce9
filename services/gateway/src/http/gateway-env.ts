import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { RequestIdVariables } from 'hono/request-id';

/** What every handler finds in its context: Node's own request and reply, and the request's id. */
export interface GatewayEnv {
  Bindings: HttpBindings;
  Variables: RequestIdVariables;
}

export type GatewayContext = Context<GatewayEnv>;
