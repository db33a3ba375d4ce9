import type { MiddlewareHandler } from 'hono';
import type { GatewayEnv } from '../http/gateway-env.ts';
import { Refusal } from '../http/refusal.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses what another site's page makes a browser send. Browsers say where a request comes from in
 * `Sec-Fetch-Site` (W3C Fetch Metadata), older ones in `Origin`; programs say neither and are let through.
 */
export const refuseCrossSite: MiddlewareHandler<GatewayEnv> = async (c, next) => {
  const isOurs =
    SAFE_METHODS.has(c.req.method) ||
    comesFromHere(c.req.header('sec-fetch-site'), c.req.header('origin'), c.req.header('host'));
  if (!isOurs) throw new Refusal('cross_site');
  await next();
};

function comesFromHere(
  site: string | undefined,
  origin: string | undefined,
  host: string | undefined,
): boolean {
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
}
