import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import { generateReplySchema, idempotencyKeySchema, taskIdSchema } from '@continuo/shared/protocol/http-api';
import {
  historyQuerySchema,
  historyReplySchema,
  runAgainRequestSchema,
  workflowReplySchema,
} from '@continuo/shared/protocol/workflow-api';
import { generateTask, type GenerateDeps } from '../accept/generate-task.ts';
import type { GatewayEnv } from '../http/gateway-env.ts';
import { findTask } from '../tasks/find-task.ts';
import { readHistoryPage } from '../workflows/read-history-page.ts';
import { readWorkflow, type WorkflowDeps } from '../workflows/read-workflow.ts';
import { jsonReply, problemReplies } from './openapi-parts.ts';

export type WorkflowRouteDeps = GenerateDeps & WorkflowDeps;

const params = z.object({ task_id: taskIdSchema });

const statusRoute = createRoute({
  method: 'get',
  path: '/api/workflows/{task_id}/status',
  summary: 'A task with its steps, its attempts, what it was asked and what it answered',
  description: 'All of it is read off the log: `ended_seq` and `started_seq` are entries of the history.',
  request: { params },
  responses: {
    200: jsonReply('The workflow.', workflowReplySchema),
    ...problemReplies('unknown_task', 'gone', 'unavailable'),
  },
});

const historyRoute = createRoute({
  method: 'get',
  path: '/api/workflows/{task_id}/history',
  summary: 'The entries of a log, as they are',
  description:
    'The numbers are those of the stream, in either store: `?from=17&limit=1` is entry 17 for ever.',
  request: { params, query: historyQuerySchema },
  responses: {
    200: jsonReply('One page.', historyReplySchema),
    ...problemReplies('unknown_task', 'gone', 'unavailable', 'validation'),
  },
});

const runAgainRoute = createRoute({
  method: 'post',
  path: '/api/workflows/{task_id}/run-again',
  summary: 'Ask the same again',
  description:
    'A new task with the same request and the same place in its conversation, linked to this one. It asks the ' +
    'provider unless `cache` is true. With an `Idempotency-Key` it can be sent again and gets the same reply.',
  request: {
    params,
    headers: z.object({ 'Idempotency-Key': idempotencyKeySchema.optional() }),
    body: { content: { 'application/json': { schema: runAgainRequestSchema } } },
  },
  responses: {
    202: jsonReply('Accepted, and durable.', generateReplySchema),
    ...problemReplies(
      'invalid_json',
      'invalid_idempotency_key',
      'cross_site',
      'unknown_task',
      'gone',
      'payload_too_large',
      'unsupported_media_type',
      'validation',
      'unknown_model',
      'idempotency_conflict',
      'unavailable',
      'overloaded',
      'no_room',
    ),
  },
});

/** What workflows have beside what they share with tasks. */
export function addWorkflowRoutes(app: OpenAPIHono<GatewayEnv>, deps: WorkflowRouteDeps): void {
  app.openapi(statusRoute, async (c) => c.json(await readWorkflow(deps, c.req.valid('param').task_id), 200));
  app.openapi(historyRoute, async (c) => {
    const task = await findTask(deps, c.req.valid('param').task_id);
    return c.json(await readHistoryPage(deps.readLog, task, c.req.valid('query')), 200);
  });
  app.openapi(runAgainRoute, async (c) => {
    const { task_id: origin } = c.req.valid('param');
    const key = c.req.valid('header')['Idempotency-Key'];
    const reply = await generateTask(deps, { ...c.req.valid('json'), regenerate_of: origin }, key);
    return c.json(reply, 202, { Location: reply.stream_url });
  });
}
