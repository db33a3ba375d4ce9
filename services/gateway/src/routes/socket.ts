import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import { taskIdSchema } from '@continuo/shared/protocol/http-api';
import type { GatewayEnv } from '../http/gateway-env.ts';
import { Refusal } from '../http/refusal.ts';
import { asksForSocket, takeSocket, type OpenSocket } from '../http/socket-upgrade.ts';
import { socketOutlet } from '../streams/log-outlet.ts';
import { readCursor } from '../streams/read-cursor.ts';
import { beginSocketStream } from '../streams/socket-stream.ts';
import { findStreamStart } from '../streams/stream-start.ts';
import { readFirstPage, streamTask } from '../streams/stream-task.ts';
import { findTask } from '../tasks/find-task.ts';
import { problemReplies } from './openapi-parts.ts';
import type { StreamRouteDeps } from './stream.ts';

const socketRoute = createRoute({
  method: 'get',
  path: '/ws/chat/{task_id}',
  summary: 'Follow a task over a WebSocket',
  description:
    'The entries of the event stream, each as a text message `{"id","event","data"}`. What concerns the task is told ' +
    'by the close code, for browsers see nothing else: 1000 the terminal entry was sent, 4400, 4404 and 4410 what ' +
    'these statuses say of the event stream; after any other come back with the last `id` as `?after=`.',
  request: {
    params: z.object({ task_id: taskIdSchema }),
    query: z.object({
      after: z.string().optional().meta({ description: 'A cursor, or a bare seq.', example: '48-0' }),
    }),
  },
  responses: {
    101: { description: 'The connection is a WebSocket now.' },
    ...problemReplies('invalid_cursor', 'cross_site', 'upgrade_required', 'overloaded'),
  },
});

/** What a reader asked for, found: where it begins and the first entries. */
async function findStart(deps: StreamRouteDeps, taskId: string, after: string | undefined) {
  const task = await findTask(deps, taskId);
  const start = await findStreamStart(deps.readLog, task, readCursor(undefined, after));
  if (start === 'finished') return undefined;
  return { task, start, firstPage: await readFirstPage(deps.readLog, task.taskId, start.after.seq) };
}

export function addSocketRoute(app: OpenAPIHono<GatewayEnv>, deps: StreamRouteDeps): void {
  app.openapi(socketRoute, async (c) => {
    const { incoming, outgoing } = c.env;
    if (!asksForSocket(incoming)) throw new Refusal('upgrade_required');
    if (!deps.streams.hasRoom()) {
      throw new Refusal('overloaded', 'This gateway serves as many streams as it may.');
    }
    const socket = takeSocket(incoming, outgoing);
    const { task_id: taskId } = c.req.valid('param');
    if (socket) void serve(deps, socket, taskId, c.req.valid('query').after, c.get('requestId'));
    return RESPONSE_ALREADY_SENT;
  });
}

/** Ends in any case with a close code. */
async function serve(
  deps: StreamRouteDeps,
  socket: OpenSocket,
  taskId: string,
  after: string | undefined,
  requestId: string,
): Promise<void> {
  const { webSocket } = socket;
  const stream = deps.streams.open(beginSocketStream(socket));
  webSocket.once('close', (code) => {
    deps.logger.info({ task_id: taskId, code, request_id: requestId }, 'WebSocket closed');
  });
  try {
    const found = await findStart(deps, taskId, after);
    const end = found
      ? await streamTask(deps, found.task, found.start, found.firstPage, socketOutlet(stream))
      : 'over';
    stream.end(end);
  } catch (error) {
    if (!(error instanceof Refusal)) {
      deps.logger.error({ err: error, task_id: taskId, request_id: requestId }, 'WebSocket broke');
    }
    stream.end(error instanceof Refusal ? error.problem.code : 'internal');
  }
}
