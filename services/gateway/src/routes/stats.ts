import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { statsQuerySchema, statsReplySchema } from '@continuo/shared/protocol/stats-api';
import type { GatewayEnv } from '../http/gateway-env.ts';
import { makeStats, type StatsDeps } from '../stats/make-stats.ts';
import { jsonReply, problemReplies } from './openapi-parts.ts';

export type StatsRouteDeps = StatsDeps & { owner: string };

const statsRoute = createRoute({
  method: 'get',
  path: '/api/stats',
  summary: 'Figures over a time, the queue, the mirror and the workers',
  description:
    'Tasks are counted in Postgres, which is some 100 ms behind; queue, mirror and workers are as Redis sees them, and ' +
    'null while it is away. A reply may be some seconds old: `to` says when it was made.',
  request: { query: statsQuerySchema },
  responses: {
    200: jsonReply('The figures.', statsReplySchema),
    ...problemReplies('validation', 'unavailable'),
  },
});

export function addStatsRoute(app: OpenAPIHono<GatewayEnv>, deps: StatsRouteDeps): void {
  const readStats = makeStats(deps);
  app.openapi(statsRoute, async (c) => c.json(await readStats(deps.owner, c.req.valid('query').window), 200));
}
