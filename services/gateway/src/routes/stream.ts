import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import { taskIdSchema } from '@continuo/shared/protocol/http-api';
import type { ReadLog } from '@continuo/shared/protocol/log-page';
import type { TaskTail } from '@continuo/shared/redis/task-tail';
import type { Logger } from '@continuo/shared/runtime/logger';
import { findTask, type FindTaskDeps } from '../tasks/find-task.ts';
import type { GatewayEnv } from '../http/gateway-env.ts';
import { readCursor } from '../streams/read-cursor.ts';
import { describeEventStream, openReply, requireEventStream } from '../streams/event-stream-reply.ts';
import { eventStreamOutlet } from '../streams/log-outlet.ts';
import type { OpenStreams } from '../streams/open-streams.ts';
import { findStreamStart } from '../streams/stream-start.ts';
import { readFirstPage, streamTask } from '../streams/stream-task.ts';
import { problemReplies } from './openapi-parts.ts';

export interface StreamRouteDeps extends FindTaskDeps {
  tail: TaskTail;
  readLog: ReadLog;
  streams: OpenStreams;
  logger: Logger;
}

const streamRoute = createRoute({
  method: 'get',
  path: '/api/chat/stream/{task_id}',
  summary: 'Follow a task, from any place in it',
  description:
    'Server-Sent Events: every entry after the cursor, then those to come, then the terminal entry and the ' +
    'end. `id:` is the cursor to come back with, as `Last-Event-ID` or `?after=`; the header wins.',
  request: {
    params: z.object({ task_id: taskIdSchema }),
    query: z.object({
      after: z.string().optional().meta({ description: 'A cursor, or a bare seq.', example: '48-0' }),
    }),
    headers: z.object({
      'Last-Event-ID': z.string().optional().meta({ description: 'A cursor.', example: '48-0' }),
    }),
  },
  responses: {
    200: { description: 'Entries.', content: { 'text/event-stream': { schema: z.string() } } },
    204: { description: 'The task is over, and the reader has all of it.' },
    ...problemReplies(
      'invalid_cursor',
      'cursor_ahead',
      'invalid_request',
      'unknown_task',
      'not_acceptable',
      'gone',
      'unavailable',
      'overloaded',
    ),
  },
});

export function addStreamRoute(app: OpenAPIHono<GatewayEnv>, deps: StreamRouteDeps): void {
  app.openapi(streamRoute, async (c) => {
    requireEventStream(c);
    const asked = readCursor(c.req.header('last-event-id'), c.req.valid('query').after);
    const task = await findTask(deps, c.req.valid('param').task_id);
    const start = await findStreamStart(deps.readLog, task, asked);
    if (start === 'finished') return c.body(null, 204, { 'Cache-Control': 'no-store' });
    const firstPage = await readFirstPage(deps.readLog, task.taskId, start.after.seq);
    if (c.req.method === 'HEAD') return describeEventStream(c);

    const stream = openReply(c, deps.streams);
    streamTask(deps, task, start, firstPage, eventStreamOutlet(stream)).then(stream.end, (error: unknown) => {
      deps.logger.error({ err: error, task_id: task.taskId, request_id: c.get('requestId') }, 'stream broke');
      stream.end('internal');
    });
    return RESPONSE_ALREADY_SENT;
  });
}
