import type { AnswerCall } from '../calls/call.ts';
import { LISTED_MODELS, policyOf } from '../models/policy.ts';
import { readChatRequest } from '../wire/chat-request.ts';
import { readMessagesRequest } from '../wire/messages-request.ts';
import { replyError, replyJson, type Exchange } from './exchange.ts';
import { openCall } from './open-call.ts';
import { sendWhole } from './send-whole.ts';
import { streamCall } from './stream-answer.ts';

/** POST /v1/chat/completions */
export async function createChatCompletion(exchange: Exchange): Promise<void> {
  const request = readChatRequest(exchange.body);
  if (typeof request === 'string')
    replyError(exchange, 'chat-completions', { status: 400, message: request });
  else await answer(exchange, request);
}

/** POST /v1/messages */
export async function createMessage(exchange: Exchange): Promise<void> {
  const request = readMessagesRequest(exchange.body);
  if (typeof request === 'string') replyError(exchange, 'messages', { status: 400, message: request });
  else await answer(exchange, request);
}

/** GET /v1/models */
export function listModels(exchange: Exchange): void {
  const data = LISTED_MODELS.map((id) => ({
    id,
    object: 'model',
    created: 0,
    owned_by: policyOf(id).ownedBy,
  }));
  replyJson(exchange, 200, { object: 'list', data });
}

/** The generation lives as long as its request does. */
async function answer(exchange: Exchange, request: AnswerCall): Promise<void> {
  const call = await openCall(exchange, request, { isBackground: false });
  if (!call) return;
  await (request.stream ? streamCall(exchange, call) : sendWhole(exchange, call));
}
