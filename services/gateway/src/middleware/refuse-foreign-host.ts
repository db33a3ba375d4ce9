import type { MiddlewareHandler } from 'hono';
import type { GatewayEnv } from '../http/gateway-env.ts';
import { Refusal } from '../http/refusal.ts';

/**
 * Refuses requests under names that are not ours. A page of another site whose name suddenly resolves to this
 * machine (DNS rebinding) counts as the same origin for the browser; only the name gives it away.
 */
export function refuseForeignHost(trusted: ReadonlySet<string> | undefined): MiddlewareHandler<GatewayEnv> {
  return async (c, next) => {
    const { hostname } = new URL(c.req.url);
    if (trusted && !trusted.has(hostname)) {
      throw new Refusal('cross_site', `TRUSTED_HOSTS does not name ${hostname}.`);
    }
    await next();
  };
}
