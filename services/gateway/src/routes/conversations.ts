import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import {
  conversationChangedSchema,
  conversationChangeSchema,
  conversationListQuerySchema,
  conversationListSchema,
  conversationQuerySchema,
  conversationReplySchema,
  exportQuerySchema,
  turnSchema,
} from '@continuo/shared/protocol/conversation-api';
import { conversationIdSchema } from '@continuo/shared/protocol/http-api';
import type { ConversationId } from '@continuo/shared/protocol/task-id';
import { changeOwnConversation } from '../conversations/change-conversation.ts';
import { deleteConversation, type DeleteConversationDeps } from '../conversations/delete-conversation.ts';
import { exportConversation } from '../conversations/export-conversation.ts';
import { listOwnConversations } from '../conversations/list-conversations.ts';
import { readOwnConversation, type ReadConversationDeps } from '../conversations/read-conversation.ts';
import { writeJson, writeMarkdown } from '../conversations/write-export.ts';
import type { GatewayEnv } from '../http/gateway-env.ts';
import { jsonReply, problemReplies } from './openapi-parts.ts';

export type ConversationRouteDeps = DeleteConversationDeps & ReadConversationDeps;

const params = z.object({ conversation_id: conversationIdSchema });
const path = '/api/conversations/{conversation_id}';

const listRoute = createRoute({
  method: 'get',
  path: '/api/conversations',
  summary: 'Conversations, the pinned ones first, then the newest; or those in which words are found',
  description:
    'Read from Postgres, which holds a turn some 100 ms after it was accepted, and its answer for searches some ' +
    '300 ms after its end. The conversations of batches are left out.',
  request: { query: conversationListQuerySchema },
  responses: {
    200: jsonReply('One page.', conversationListSchema),
    ...problemReplies('validation', 'unavailable'),
  },
});

const showRoute = createRoute({
  method: 'get',
  path,
  summary: 'A conversation with its turns',
  description:
    'The turns of all branches, newest first: a tree by `parent_task_id`. What was accepted a moment ago is among them.',
  request: { params, query: conversationQuerySchema },
  responses: {
    200: jsonReply('The conversation.', conversationReplySchema),
    ...problemReplies('unknown_conversation', 'validation', 'unavailable'),
  },
});

const changeRoute = createRoute({
  method: 'patch',
  path,
  summary: 'Rename a conversation, pin it, or set its system text',
  request: {
    params,
    body: { required: true, content: { 'application/json': { schema: conversationChangeSchema } } },
  },
  responses: {
    200: jsonReply('The conversation after this.', conversationChangedSchema),
    ...problemReplies(
      'unknown_conversation',
      'invalid_json',
      'cross_site',
      'unsupported_media_type',
      'payload_too_large',
      'validation',
      'unavailable',
    ),
  },
});

const deleteRoute = createRoute({
  method: 'delete',
  path,
  summary: 'Delete a conversation with everything that belongs to it',
  description:
    'Answers that are being written are cancelled first. Idempotent: after a 503 or no reply the same call does the ' +
    'rest, and says 204 for a day.',
  request: { params },
  responses: {
    204: { description: 'Nothing of it is left.' },
    ...problemReplies('unknown_conversation', 'cross_site', 'unsupported_media_type', 'unavailable'),
  },
});

const exportRoute = createRoute({
  method: 'get',
  path: `${path}/export`,
  summary: 'One branch of a conversation as a file',
  description: 'From the first turn to the newest, or to `leaf`. Streamed.',
  request: { params, query: exportQuerySchema },
  responses: {
    200: {
      description: 'The branch. As JSON: the conversation, with its turns oldest first.',
      content: {
        'text/markdown': { schema: z.string() },
        'application/json': {
          schema: conversationReplySchema.omit({ next_before: true }).extend({ turns: z.array(turnSchema) }),
        },
      },
    },
    ...problemReplies('unknown_conversation', 'unknown_task', 'validation', 'unavailable'),
  },
});

export function addConversationRoutes(app: OpenAPIHono<GatewayEnv>, deps: ConversationRouteDeps): void {
  app.openapi(listRoute, async (c) => c.json(await listOwnConversations(deps, c.req.valid('query')), 200));
  app.openapi(showRoute, async (c) =>
    c.json(await readOwnConversation(deps, idOf(c.req.valid('param')), c.req.valid('query')), 200),
  );
  app.openapi(changeRoute, async (c) =>
    c.json(await changeOwnConversation(deps, idOf(c.req.valid('param')), c.req.valid('json')), 200),
  );
  app.openapi(deleteRoute, async (c) => {
    await deleteConversation(deps, idOf(c.req.valid('param')));
    return c.body(null, 204);
  });
  app.openapi(exportRoute, async (c) => {
    const id = idOf(c.req.valid('param'));
    const { format, leaf } = c.req.valid('query');
    const exported = await exportConversation(deps, id, leaf);
    const isJson = format === 'json';
    const text = isJson ? writeJson(exported) : writeMarkdown(exported);
    return c.body(ReadableStream.from(text).pipeThrough(new TextEncoderStream()), 200, {
      'Content-Type': isJson ? 'application/json' : 'text/markdown; charset=utf-8',
      'Content-Disposition': `attachment; filename="${id}.${isJson ? 'json' : 'md'}"`,
    });
  });
}

function idOf({ conversation_id }: z.infer<typeof params>): ConversationId {
  return conversation_id as ConversationId;
}
