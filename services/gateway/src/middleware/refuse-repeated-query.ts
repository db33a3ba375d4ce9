import type { MiddlewareHandler } from 'hono';
import type { GatewayEnv } from '../gateway-env.ts';
import { Refusal } from '../refusal.ts';

/** `?after=1&after=2`: which of the two is meant is nobody's guess. */
export const refuseRepeatedQuery: MiddlewareHandler<GatewayEnv> = async (c, next) => {
  const repeated = Object.entries(c.req.queries()).find(([, values]) => values.length > 1);
  if (repeated) throw new Refusal('invalid_request', `The query parameter ${repeated[0]} comes twice.`);
  await next();
};
