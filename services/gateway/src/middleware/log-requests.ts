import type { MiddlewareHandler } from 'hono';
import type { Logger } from '@continuo/shared/runtime/logger';
import type { GatewayEnv } from '../http/gateway-env.ts';

/** One line for each reply, when it is over: neither query nor bodies, they are people's texts. */
export function logRequests(logger: Logger): MiddlewareHandler<GatewayEnv> {
  return async (c, next) => {
    const startedAtMs = performance.now();
    const { outgoing } = c.env;
    outgoing.once('close', () => {
      const isProbe = c.req.path.startsWith('/health');
      logger[isProbe ? 'debug' : 'info'](
        {
          method: c.req.method,
          path: c.req.path,
          status: outgoing.headersSent ? outgoing.statusCode : undefined,
          ms: Math.round(performance.now() - startedAtMs),
          aborted: !outgoing.writableFinished,
          request_id: c.get('requestId'),
        },
        'request',
      );
    });
    await next();
  };
}
