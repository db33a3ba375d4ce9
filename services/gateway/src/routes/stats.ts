import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { statsReplySchema } from '@continuo/shared/protocol/http-api';
import type { Redis } from '@continuo/shared/redis/connection';
import type { GatewayEnv } from '../http/gateway-env.ts';
import type { History } from '../stores/history.ts';
import { readQueue } from '../stores/read-queue.ts';
import { jsonReply, problemReplies } from './openapi-parts.ts';

export interface StatsDeps {
  owner: string;
  partitions: number;
  redis: Redis;
  history: History;
}

const statsRoute = createRoute({
  method: 'get',
  path: '/api/stats',
  summary: 'Figures over all tasks, the queue and the workers',
  description: 'Tasks, cache and tokens are read from Postgres, which is some 100 ms behind.',
  responses: { 200: jsonReply('The figures.', statsReplySchema), ...problemReplies('unavailable') },
});

export function addStatsRoute(app: OpenAPIHono<GatewayEnv>, deps: StatsDeps): void {
  app.openapi(statsRoute, async (c) => {
    const [stored, queue] = await Promise.all([
      deps.history.readStats(deps.owner),
      readQueue(deps.redis, deps.partitions),
    ]);
    return c.json({ ...stored, ...queue }, 200);
  });
}
