import type { MiddlewareHandler } from 'hono';
import type { GatewayEnv } from '../http/gateway-env.ts';
import { Refusal } from '../http/refusal.ts';

/** `?after=1&after=2`: which of the two is meant is nobody's guess. */
export const refuseRepeatedQuery: MiddlewareHandler<GatewayEnv> = async (c, next) => {
  const repeated = Object.entries(c.req.queries()).find(([, values]) => values.length > 1);
  if (repeated) {
    const [name] = repeated;
    const code = name === 'after' ? 'invalid_cursor' : 'invalid_request';
    throw new Refusal(code, `The query parameter ${name} comes twice.`);
  }
  await next();
};
