import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import {
  batchLinesQuerySchema,
  batchLinesReplySchema,
  batchListQuerySchema,
  batchListReplySchema,
  batchPaceReplySchema,
  batchSchema,
  createBatchSchema,
  resultsQuerySchema,
  retryBatchReplySchema,
  uploadQuerySchema,
} from '@continuo/shared/protocol/batch-api';
import { batchIdSchema, idempotencyKeySchema } from '@continuo/shared/protocol/http-api';
import { changeBatch, findBatch, retryBatch } from '../batches/change-batch.ts';
import { createBatch, type CreateBatchDeps } from '../batches/create-batch.ts';
import { deleteBatch, type DeleteBatchDeps } from '../batches/delete-batch.ts';
import { describeBatch } from '../batches/describe-batch.ts';
import { UPLOAD_TYPES } from '../batches/is-upload.ts';
import { pageBatches, pageLines } from '../batches/page-batches.ts';
import { readNewBatch } from '../batches/read-new-batch.ts';
import { tellPace } from '../batches/tell-pace.ts';
import { writeResults, type ResultDeps } from '../batches/write-results.ts';
import type { GatewayEnv } from '../http/gateway-env.ts';
import { makePulledBody } from '../http/pulled-body.ts';
import { Refusal } from '../http/refusal.ts';
import { jsonReply, problemReplies } from './openapi-parts.ts';

export interface BatchRouteDeps extends CreateBatchDeps, ResultDeps, DeleteBatchDeps {
  /** A reader of results that takes nothing for this long is cut off. */
  readerStallMs: number;
}

const PATH = '/api/batches/{batch_id}';
const params = z.object({ batch_id: batchIdSchema });
const unsafe = ['cross_site', 'unsupported_media_type'] as const;

/** For the document alone: the body is checked line by line, by its route. */
const bodySchema: object = z.toJSONSchema(createBatchSchema, { io: 'input' });

/** Under a name that is no literal: what ends in "json" is taken for one JSON value by the types of routes. */
const resultContent: Record<string, { schema: z.ZodString }> = {
  'application/x-ndjson': { schema: z.string() },
};

const createBatchRoute = createRoute({
  method: 'post',
  path: '/api/batches',
  summary: 'Have many requests worked off',
  description:
    'A JSON list, or JSONL with the settings in the query: a prompt as a JSON string, a request of this API, or a ' +
    'line of OpenAI’s batch input in each line. It is kept whole or not at all; faults are named with their lines.',
  request: {
    query: uploadQuerySchema,
    headers: z.object({ 'Idempotency-Key': idempotencyKeySchema.optional() }),
    body: {
      required: true,
      content: {
        'application/json': { schema: bodySchema },
        ...Object.fromEntries(UPLOAD_TYPES.map((type) => [type, { schema: { type: 'string' as const } }])),
      },
    },
  },
  responses: {
    202: jsonReply('Accepted, and durable.', batchSchema),
    ...problemReplies(
      'invalid_json',
      'invalid_request',
      'invalid_idempotency_key',
      'payload_too_large',
      ...unsafe,
      'validation',
      'idempotency_conflict',
      'unavailable',
      'overloaded',
    ),
  },
});

const listRoute = createRoute({
  method: 'get',
  path: '/api/batches',
  summary: 'Batches, newest first',
  request: { query: batchListQuerySchema },
  responses: {
    200: jsonReply('One page.', batchListReplySchema),
    ...problemReplies('validation', 'unavailable'),
  },
});

const showRoute = createRoute({
  method: 'get',
  path: PATH,
  summary: 'Where a batch stands',
  request: { params },
  responses: { 200: jsonReply('The batch.', batchSchema), ...problemReplies('unknown_batch', 'unavailable') },
});

const paceRoute = createRoute({
  method: 'get',
  path: `${PATH}/pace`,
  summary: 'How fast the lines of a batch end, over its whole time',
  request: { params },
  responses: {
    200: jsonReply('The pace.', batchPaceReplySchema),
    ...problemReplies('unknown_batch', 'unavailable'),
  },
});

const linesRoute = createRoute({
  method: 'get',
  path: `${PATH}/lines`,
  summary: 'The lines of a batch, in order',
  request: { params, query: batchLinesQuerySchema },
  responses: {
    200: jsonReply('One page.', batchLinesReplySchema),
    ...problemReplies('unknown_batch', 'validation', 'unavailable'),
  },
});

const resultsRoute = createRoute({
  method: 'get',
  path: `${PATH}/results`,
  summary: 'The results of a batch, as JSONL in the order of its input',
  request: { params, query: resultsQuerySchema },
  responses: {
    200: {
      description: 'A JSON object in each line. One that breaks off without an end is not whole.',
      content: resultContent,
    },
    ...problemReplies('unknown_batch', 'not_finished', 'validation', 'unavailable'),
  },
});

const pauseRoute = changeRoute('pause', 'Begin no further line', 'Lines under way go on to their ends.');
const resumeRoute = changeRoute('resume', 'Go on with a paused batch', 'One that runs goes on.');
const cancelRoute = changeRoute(
  'cancel',
  'Cancel a batch',
  'Durable: every line that has not ended is cancelled.',
);

const retryRoute = createRoute({
  method: 'post',
  path: `${PATH}/retry`,
  summary: 'Run the failed lines of a batch again',
  description: 'Each as a new task. What the failed runs consumed stays counted.',
  request: { params },
  responses: {
    200: jsonReply('The batch after this.', retryBatchReplySchema),
    ...problemReplies('unknown_batch', 'not_finished', ...unsafe, 'unavailable'),
  },
});

const deleteRoute = createRoute({
  method: 'delete',
  path: PATH,
  summary: 'Delete a batch that is over',
  description: 'With its tasks and their answers. One that is not over has to be cancelled first.',
  request: { params },
  responses: {
    204: { description: 'It is gone.' },
    ...problemReplies('unknown_batch', 'not_finished', ...unsafe, 'unavailable'),
  },
});

function changeRoute<Verb extends 'pause' | 'resume' | 'cancel'>(
  verb: Verb,
  summary: string,
  description: string,
) {
  return createRoute({
    method: 'post',
    path: `${PATH}/${verb}`,
    summary,
    description: `${description} Repeating it changes nothing.`,
    request: { params },
    responses: {
      200: jsonReply('The batch after this.', batchSchema),
      ...problemReplies('unknown_batch', 'already_over', ...unsafe, 'unavailable'),
    },
  });
}

export function addBatchRoutes(app: OpenAPIHono<GatewayEnv>, deps: BatchRouteDeps): void {
  app.openapi(createBatchRoute, async (c) => {
    const { settings, inputs } = await readNewBatch(c, c.req.valid('query'));
    const id = await createBatch(deps, settings, inputs, c.req.valid('header')['Idempotency-Key']);
    return c.json(describeBatch(await findBatch(deps, id)), 202, { Location: `/api/batches/${id}` });
  });
  app.openapi(listRoute, async (c) => c.json(await pageBatches(deps, c.req.valid('query')), 200));
  app.openapi(showRoute, async (c) =>
    c.json(describeBatch(await findBatch(deps, c.req.valid('param').batch_id)), 200),
  );
  app.openapi(paceRoute, async (c) => {
    const batch = await findBatch(deps, c.req.valid('param').batch_id);
    return c.json(await tellPace(deps, batch, Date.now()), 200);
  });
  app.openapi(linesRoute, async (c) => {
    const { id } = await findBatch(deps, c.req.valid('param').batch_id);
    return c.json(await pageLines(deps, id, c.req.valid('query')), 200);
  });
  app.openapi(resultsRoute, async (c) => {
    const { id, finishedAt } = await findBatch(deps, c.req.valid('param').batch_id);
    const { format, partial } = c.req.valid('query');
    if (finishedAt === null && partial === 'false') {
      throw new Refusal('not_finished', 'Some lines have not ended; partial=true gives what there is.');
    }
    return c.body(makePulledBody(writeResults(deps, id, format), deps.readerStallMs), 200, {
      'Content-Type': 'application/x-ndjson; charset=utf-8',
      'Content-Disposition': `attachment; filename="${id}.jsonl"`,
    });
  });
  for (const [route, verb] of [
    [pauseRoute, 'pause'],
    [resumeRoute, 'resume'],
    [cancelRoute, 'cancel'],
  ] as const) {
    app.openapi(route, async (c) =>
      c.json(describeBatch(await changeBatch(deps, c.req.valid('param').batch_id, verb)), 200),
    );
  }
  app.openapi(retryRoute, async (c) => c.json(await retryBatch(deps, c.req.valid('param').batch_id), 200));
  app.openapi(deleteRoute, async (c) => {
    const { id, finishedAt } = await findBatch(deps, c.req.valid('param').batch_id);
    if (finishedAt === null) throw new Refusal('not_finished', 'Cancel the batch first.');
    await deleteBatch(deps, id);
    return c.body(null, 204);
  });
}
