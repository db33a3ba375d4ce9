import type { MiddlewareHandler } from 'hono';
import type { GatewayContext, GatewayEnv } from '../http/gateway-env.ts';
import { Refusal } from '../http/refusal.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses what another site's page makes a browser send. Browsers say where a request comes from in
 * `Sec-Fetch-Site` (W3C Fetch Metadata), older ones in `Origin`; programs say neither and are let through.
 */
export const refuseCrossSite: MiddlewareHandler<GatewayEnv> = async (c, next) => {
  if (!SAFE_METHODS.has(c.req.method)) requireOurs(c);
  await next();
};

/** The same for WebSockets: any page may open one by a GET, and read what comes. */
export const refuseCrossSiteSocket: MiddlewareHandler<GatewayEnv> = async (c, next) => {
  requireOurs(c);
  await next();
};

function requireOurs(c: GatewayContext): void {
  const isOurs = comesFromHere(c.req.header('sec-fetch-site'), c.req.header('origin'), c.req.header('host'));
  if (!isOurs) throw new Refusal('cross_site');
}

function comesFromHere(
  site: string | undefined,
  origin: string | undefined,
  host: string | undefined,
): boolean {
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
}
