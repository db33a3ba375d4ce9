import type { OpenAPIHono } from '@hono/zod-openapi';
import { makeProblem } from '@continuo/shared/protocol/problem';
import type { GatewayEnv } from '../http/gateway-env.ts';
import { answerProblem } from '../middleware/answer-problems.ts';

/** For every path that has routes by now: 405 with `Allow` for the methods it lacks, and OPTIONS. */
export function answerOtherMethods(app: OpenAPIHono<GatewayEnv>): void {
  const routes = app.routes.filter(({ method, path }) => method !== 'ALL' && !path.endsWith('*'));
  for (const [path, those] of Map.groupBy(routes, (route) => route.path)) {
    const methods = new Set(those.map((route) => route.method));
    if (methods.has('GET')) methods.add('HEAD');
    const allow = [...methods, 'OPTIONS'].join(', ');
    app.all(path, (c) => {
      if (c.req.method === 'OPTIONS') return c.body(null, 204, { Allow: allow });
      c.header('Allow', allow);
      return answerProblem(c, makeProblem('method_not_allowed'));
    });
  }
}
