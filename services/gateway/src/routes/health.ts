import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import type { Redis } from '@continuo/shared/redis/connection';
import { findDurabilityFaults } from '@continuo/shared/redis/durability';
import type { GatewayEnv } from '../http/gateway-env.ts';
import type { History } from '../stores/history.ts';
import type { RedisMemory } from '../stores/redis-memory.ts';
import { jsonReply } from './openapi-parts.ts';

export interface HealthDeps {
  redis: Redis;
  history: History;
  memory: Pick<RedisMemory, 'findShortage'>;
  isDraining: () => boolean;
}

const healthSchema = z.object({ status: z.literal('ok') });
const readySchema = z.object({
  status: z.enum(['ready', 'not_ready']),
  checks: z.array(
    z.object({
      name: z.string(),
      ok: z.boolean(),
      critical: z.boolean().meta({ description: 'Not ready without it.' }),
      faults: z.array(z.string()),
    }),
  ),
});
type Check = z.infer<typeof readySchema>['checks'][number];

const liveRoute = createRoute({
  method: 'get',
  path: '/health',
  summary: 'Whether the process lives',
  responses: { 200: jsonReply('It does.', healthSchema, { status: 'ok' }) },
});

const readyRoute = createRoute({
  method: 'get',
  path: '/health/ready',
  summary: 'Whether this gateway should get requests',
  description:
    'Redis must be reachable and durable. Without Postgres chats go on, so it is only reported; so is a Redis that has no room for new tasks.',
  responses: {
    200: jsonReply('Ready.', readySchema, {
      status: 'ready',
      checks: [
        { name: 'redis', ok: true, critical: true, faults: [] },
        { name: 'postgres', ok: false, critical: false, faults: ['Postgres does not answer: ECONNREFUSED'] },
      ],
    }),
    503: jsonReply('Not ready, or draining.', readySchema),
  },
});

export function addHealthRoutes(app: OpenAPIHono<GatewayEnv>, deps: HealthDeps): void {
  app.openapi(liveRoute, (c) => c.json({ status: 'ok' as const }, 200));
  app.openapi(readyRoute, async (c) => {
    const checks = await Promise.all([checkRedis(deps.redis), checkPostgres(deps.history)]);
    const shortage = deps.memory.findShortage();
    if (shortage !== undefined) checks.push(makeCheck('memory', false, [shortage]));
    if (deps.isDraining()) checks.push(makeCheck('drain', true, ['The process is draining.']));
    const isReady = checks.every((check) => check.ok || !check.critical);
    return isReady
      ? c.json({ status: 'ready' as const, checks }, 200)
      : c.json({ status: 'not_ready' as const, checks }, 503);
  });
}

async function checkRedis(redis: Redis): Promise<Check> {
  try {
    return makeCheck('redis', true, await findDurabilityFaults(redis));
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    return makeCheck('redis', true, [`Redis does not answer: ${cause}`]);
  }
}

async function checkPostgres(history: History): Promise<Check> {
  const fault = await history.findFault();
  return makeCheck('postgres', false, fault === undefined ? [] : [fault]);
}

function makeCheck(name: string, critical: boolean, faults: string[]): Check {
  return { name, ok: faults.length === 0, critical, faults };
}
