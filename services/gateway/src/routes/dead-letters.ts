import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import {
  deadDetailSchema,
  deadListQuerySchema,
  deadListReplySchema,
  type DeadDetailReply,
} from '@continuo/shared/protocol/dead-letter-api';
import { answerText } from '@continuo/shared/protocol/fold-task';
import { generateReplySchema, taskIdSchema } from '@continuo/shared/protocol/http-api';
import { dropDeadLetter } from '@continuo/shared/redis/dead-letters';
import { emptyFailureList, takeFailure } from '../dead-letters/attempt-failures.ts';
import { describeLetter } from '../dead-letters/describe-letter.ts';
import { findOwnLetter, noSuchLetter, readLetterTask } from '../dead-letters/find-letter.ts';
import { listDeadLetters, type ListDeadDeps } from '../dead-letters/list-dead-letters.ts';
import { retryDeadLetter, type RetryDeps } from '../dead-letters/retry-dead-letter.ts';
import type { GatewayEnv } from '../http/gateway-env.ts';
import { jsonReply, problemReplies } from './openapi-parts.ts';

export type DeadLetterDeps = ListDeadDeps & RetryDeps;

const params = z.object({ task_id: taskIdSchema });

const listRoute = createRoute({
  method: 'get',
  path: '/api/dead',
  summary: 'Tasks that were given up, newest first',
  description: 'Dead letters: a budget ran out, so somebody should look. Each can be retried or dropped.',
  request: { query: deadListQuerySchema },
  responses: {
    200: jsonReply('One page.', deadListReplySchema, {
      dead_letters: [
        {
          task_id: 't0_019aa0c25f3e7d1cb0a1c2d3e4f50617',
          conversation_id: 'c_019aa0c25f3e7d1cb0a1c2d3e4f50618',
          at: 1_795_246_094_790,
          attempts: 4,
          code: 'provider_overloaded',
          message: 'simulator answered 529',
          provider: 'simulator',
          model: 'sim-writer',
          kept_chunks: 12,
          kept_characters: 640,
          prompt: 'Why is the sky blue?',
        },
      ],
      next_before: null,
    }),
    ...problemReplies('validation', 'unavailable'),
  },
});

const showRoute = createRoute({
  method: 'get',
  path: '/api/dead/{task_id}',
  summary: 'A task that was given up, with all that is known of it',
  request: { params },
  responses: {
    200: jsonReply('The dead letter.', deadDetailSchema),
    ...problemReplies('unknown_task', 'gone', 'unavailable'),
  },
});

const retryRoute = createRoute({
  method: 'post',
  path: '/api/dead/{task_id}/retry',
  summary: 'Retry a task that was given up',
  description:
    'A new task of the same conversation and request, which begins with the text that was kept. The dead letter goes. ' +
    'Idempotent: the same dead task always gives the same new one.',
  request: { params },
  responses: {
    202: jsonReply('Accepted, and durable.', generateReplySchema),
    ...problemReplies(
      'unknown_task',
      'gone',
      'cross_site',
      'unsupported_media_type',
      'unavailable',
      'overloaded',
      'no_room',
    ),
  },
});

const dropRoute = createRoute({
  method: 'delete',
  path: '/api/dead/{task_id}',
  summary: 'Let go of a dead letter',
  description: 'The task itself and its text stay in the history.',
  request: { params },
  responses: {
    204: { description: 'It is gone.' },
    ...problemReplies('unknown_task', 'cross_site', 'unsupported_media_type', 'unavailable'),
  },
});

export function addDeadLetterRoutes(app: OpenAPIHono<GatewayEnv>, deps: DeadLetterDeps): void {
  app.openapi(listRoute, async (c) => c.json(await listDeadLetters(deps, c.req.valid('query')), 200));
  app.openapi(showRoute, async (c) => c.json(await showLetter(deps, c.req.valid('param').task_id), 200));
  app.openapi(retryRoute, async (c) => {
    const reply = await retryDeadLetter(deps, c.req.valid('param').task_id);
    return c.json(reply, 202, { Location: reply.stream_url });
  });
  app.openapi(dropRoute, async (c) => {
    const letter = await findOwnLetter(deps, c.req.valid('param').task_id);
    if (!letter || !(await dropDeadLetter(deps.redis, letter))) throw noSuchLetter();
    return c.body(null, 204);
  });
}

async function showLetter(deps: DeadLetterDeps, id: string): Promise<DeadDetailReply> {
  const letter = await findOwnLetter(deps, id);
  if (!letter) throw noSuchLetter();
  const told = emptyFailureList();
  const { task, view } = await readLetterTask(deps, letter, (entry) => takeFailure(told, entry));
  return {
    ...describeLetter(letter, task.request),
    request: task.request,
    text: answerText(view),
    failures: told.failures,
  };
}
