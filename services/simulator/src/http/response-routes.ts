import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { addDelivery } from '../calls/call.ts';
import { markEnd } from '../calls/generate.ts';
import type { Run } from '../calls/runs.ts';
import { describeIssues, type Plan } from '../plan/plan.ts';
import { describeResponse } from '../wire/response-object.ts';
import { readResponsesRequest } from '../wire/responses-request.ts';
import { answerInstead } from './answer-instead.ts';
import { replyError, replyJson, type Exchange } from './exchange.ts';
import { openCall } from './open-call.ts';
import { sendWhole } from './send-whole.ts';
import { streamCall, streamRun } from './stream-answer.ts';

/** POST /v1/responses */
export async function createResponse(exchange: Exchange): Promise<void> {
  const request = readResponsesRequest(exchange.body);
  if (typeof request === 'string')
    return replyError(exchange, 'responses', { status: 400, message: request });
  const { isBackground, isStored } = request;
  const call = await openCall(exchange, request.call, { isBackground });
  if (!call) return;
  const { runs } = exchange.state;
  if (isBackground) {
    const run = runs.start(call);
    if (!run) {
      markEnd(call, 'failed');
      return replyError(exchange, 'responses', { status: 503 });
    }
    if (!request.call.stream) return replyJson(exchange, 200, describeResponse(call, 'queued'));
    const { includeObfuscation } = request.call;
    return streamRun(exchange, run, {
      kind: 'create',
      startingAfter: undefined,
      includeObfuscation,
      plan: call.plan,
    });
  }
  if (isStored) runs.keep(call);
  await (request.call.stream ? streamCall(exchange, call) : sendWhole(exchange, call));
}

const retrieveQuerySchema = z.object({
  stream: z.stringbool().default(false),
  starting_after: z.coerce.number().int().min(0).optional(),
  include_obfuscation: z.stringbool().default(true),
});

/** GET /v1/responses/:id */
export async function retrieveResponse(exchange: Exchange, id: string): Promise<void> {
  const query = retrieveQuerySchema.safeParse(Object.fromEntries(exchange.url.searchParams));
  if (!query.success) {
    return replyError(exchange, 'responses', { status: 400, message: describeIssues(query.error) });
  }
  const { stream, starting_after: startingAfter, include_obfuscation: includeObfuscation } = query.data;
  const found = await findRun(exchange, id, 'retrieve');
  if (!found) return;
  const { run, plan } = found;
  if (!stream) {
    addDelivery(run.call.progress, 'poll').closedAtMs = Date.now();
    return replyJson(exchange, 200, describeResponse(run.call));
  }
  if (!run.call.isBackground || !run.call.request.stream) return replyNotFound(exchange, id);
  const { clock_offset_ms: offsetMs, stream_window_ms: windowMs } = exchange.state.settings;
  if (Date.now() + offsetMs - run.call.startedAtMs > windowMs) {
    const message = 'This response can no longer be streamed because it is more than 5 minutes old.';
    return replyError(exchange, 'responses', { status: 400, message });
  }
  await streamRun(exchange, run, { kind: 'retrieve', startingAfter, includeObfuscation, plan });
}

/** POST /v1/responses/:id/cancel */
export async function cancelResponse(exchange: Exchange, id: string): Promise<void> {
  const found = await findRun(exchange, id, 'cancel');
  if (!found) return;
  const { run } = found;
  if (!run.call.isBackground) {
    return replyError(exchange, 'responses', {
      status: 400,
      message: 'Cannot cancel a synchronous response.',
    });
  }
  await run.cancel();
  replyJson(exchange, 200, describeResponse(run.call));
}

/** Answers the exchange where there is no such run, or where a plan says so; undefined tells that it did. */
async function findRun(
  exchange: Exchange,
  id: string,
  endpoint: 'retrieve' | 'cancel',
): Promise<{ run: Run; plan: Plan } | undefined> {
  const run = exchange.state.runs.find(id);
  if (!run) return replyNotFound(exchange, id);
  const asked = { endpoint, requestedModel: run.call.request.requestedModel, prompt: run.call.output.prompt };
  const plan = exchange.state.plans.takePlanned(asked);
  if (plan.headers_ms) await sleep(plan.headers_ms);
  if (plan.fault?.where !== 'instead') return { run, plan };
  await answerInstead(exchange, 'responses', plan.fault, plan);
  return undefined;
}

function replyNotFound(exchange: Exchange, id: string): undefined {
  const error = { status: 404, code: null, message: `Response with id '${id}' not found.` };
  replyError(exchange, 'responses', error);
}
