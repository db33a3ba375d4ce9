import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import {
  generateReplySchema,
  generateRequestSchema,
  idempotencyKeySchema,
} from '@continuo/shared/protocol/http-api';
import type { GatewayEnv } from '../http/gateway-env.ts';
import { generateTask, type GenerateDeps } from '../accept/generate-task.ts';
import { jsonReply, problemReplies } from './openapi-parts.ts';

/** A workflow is a task under another name. */
const PATHS = ['/api/chat/generate', '/api/workflows/start'];

const generateAt = (path: string) =>
  createRoute({
    method: 'post',
    path,
    summary: 'Ask for an answer',
    description:
      'Accepts a task and returns at once; the answer is read from `stream_url`. With an `Idempotency-Key` the ' +
      'same request can be sent again for 24 hours and gets the same reply. With a `conversation_id` the prompt follows ' +
      'on the conversation, whose history is added here; with `parent_task_id` on an earlier turn of it.',
    request: {
      headers: z.object({ 'Idempotency-Key': idempotencyKeySchema.optional() }),
      body: { required: true, content: { 'application/json': { schema: generateRequestSchema } } },
    },
    responses: {
      202: jsonReply('Accepted, and durable.', generateReplySchema),
      ...problemReplies(
        'invalid_json',
        'invalid_idempotency_key',
        'cross_site',
        'payload_too_large',
        'unsupported_media_type',
        'validation',
        'unknown_task',
        'unknown_conversation',
        'turn_running',
        'gone',
        'unknown_model',
        'context_too_long',
        'idempotency_conflict',
        'unavailable',
        'overloaded',
        'no_room',
      ),
    },
  });

export function addGenerateRoute(app: OpenAPIHono<GatewayEnv>, deps: GenerateDeps): void {
  for (const path of PATHS) {
    app.openapi(generateAt(path), async (c) => {
      const key = c.req.valid('header')['Idempotency-Key'];
      const reply = await generateTask(deps, c.req.valid('json'), key);
      return c.json(reply, 202, { Location: reply.stream_url });
    });
  }
}
