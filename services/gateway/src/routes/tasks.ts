import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import {
  cancelReplySchema,
  chunksReplySchema,
  listQuerySchema,
  listReplySchema,
  resultReplySchema,
  statusReplySchema,
  taskIdSchema,
} from '@continuo/shared/protocol/http-api';
import type { TaskView } from '@continuo/shared/protocol/fold-task';
import { ENTRIES_PER_TASK_MAX } from '@continuo/shared/protocol/limits';
import type { ReadLog } from '@continuo/shared/protocol/log-page';
import { queryNumber } from '@continuo/shared/protocol/query-number';
import type { Transitions } from '@continuo/shared/redis/transitions';
import { findQueuePlace } from '@continuo/shared/redis/waiting-requests';
import { cancelTask } from '../tasks/cancel-task.ts';
import { describeChunks, describeResult, describeStatus } from '../tasks/describe-task.ts';
import { findTask, type FindTaskDeps, type TaskFacts } from '../tasks/find-task.ts';
import type { GatewayEnv } from '../http/gateway-env.ts';
import type { History } from '../stores/history.ts';
import { Refusal } from '../http/refusal.ts';
import { readTaskView } from '../tasks/task-view.ts';
import { jsonReply, problemReplies } from './openapi-parts.ts';

export interface TaskRouteDeps extends FindTaskDeps {
  readLog: ReadLog;
  history: History;
  transitions: Transitions;
}

/** A workflow is a task under another name: what is the same is one route with two paths. */
const CHUNKS_PATHS = ['/api/chat/chunks/{task_id}', '/api/workflows/{task_id}/chunks'];
const RESULT_PATHS = ['/api/chat/result/{task_id}', '/api/workflows/{task_id}/result'];
const CANCEL_PATHS = ['/api/chat/cancel/{task_id}', '/api/workflows/{task_id}/cancel'];
const LIST_PATHS = ['/api/chat/list', '/api/workflows/list'];

const params = z.object({ task_id: taskIdSchema });
const missing = problemReplies('unknown_task', 'gone', 'unavailable');

const statusRoute = createRoute({
  method: 'get',
  path: '/api/chat/status/{task_id}',
  summary: 'Where a task stands',
  request: { params },
  responses: { 200: jsonReply('The task.', statusReplySchema), ...missing },
});

const chunksAt = (path: string) =>
  createRoute({
    method: 'get',
    path,
    summary: 'The chunks of an answer so far',
    request: {
      params,
      query: z.strictObject({
        from_id: queryNumber(0, ENTRIES_PER_TASK_MAX)
          .default(0)
          .meta({ description: 'The first chunk_id wanted.' }),
      }),
    },
    responses: {
      200: jsonReply('The chunks that count.', chunksReplySchema),
      ...problemReplies('unknown_task', 'gone', 'unavailable', 'validation'),
    },
  });

const resultAt = (path: string) =>
  createRoute({
    method: 'get',
    path,
    summary: 'The whole answer',
    request: { params },
    responses: {
      200: jsonReply('How the task ended.', resultReplySchema),
      ...problemReplies('unknown_task', 'gone', 'unavailable', 'not_finished'),
    },
  });

const cancelAt = (path: string) =>
  createRoute({
    method: 'post',
    path,
    summary: 'Cancel a task',
    description: 'Durable and idempotent. A task that has ended keeps its end, which is what the reply says.',
    request: { params },
    responses: {
      200: jsonReply('The task after this.', cancelReplySchema),
      ...problemReplies('unknown_task', 'cross_site', 'unsupported_media_type', 'unavailable'),
    },
  });

const listAt = (path: string) =>
  createRoute({
    method: 'get',
    path,
    summary: 'Tasks, newest first',
    description: 'Read from Postgres, which holds a task some 100 ms after it was accepted.',
    request: { query: listQuerySchema },
    responses: {
      200: jsonReply('One page.', listReplySchema),
      ...problemReplies('validation', 'unavailable'),
    },
  });

export function addTaskRoutes(app: OpenAPIHono<GatewayEnv>, deps: TaskRouteDeps): void {
  async function readTask(id: string): Promise<{ task: TaskFacts; view: TaskView }> {
    const task = await findTask(deps, id);
    const view = await readTaskView(deps.readLog, task.taskId);
    if (!view) throw new Refusal('gone');
    return { task, view };
  }

  app.openapi(statusRoute, async (c) => {
    const { task, view } = await readTask(c.req.valid('param').task_id);
    const place = view.status === 'queued' ? await findQueuePlace(deps.redis, task.taskId) : undefined;
    return c.json(describeStatus(task, view, Date.now(), place), 200);
  });
  for (const path of CHUNKS_PATHS) {
    app.openapi(chunksAt(path), async (c) => {
      const { view } = await readTask(c.req.valid('param').task_id);
      return c.json(describeChunks(view, c.req.valid('query').from_id), 200);
    });
  }
  for (const path of RESULT_PATHS) {
    app.openapi(resultAt(path), async (c) => {
      const { task, view } = await readTask(c.req.valid('param').task_id);
      if (!view.terminal) throw new Refusal('not_finished');
      return c.json(describeResult(task, view), 200);
    });
  }
  for (const path of CANCEL_PATHS) {
    app.openapi(cancelAt(path), async (c) => {
      const task = await findTask(deps, c.req.valid('param').task_id);
      return c.json(await cancelTask(deps.transitions, task), 200);
    });
  }
  for (const path of LIST_PATHS) {
    app.openapi(listAt(path), async (c) => {
      return c.json(await deps.history.listTasks(deps.owner, c.req.valid('query')), 200);
    });
  }
}
