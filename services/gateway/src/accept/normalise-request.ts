import type { ChatMessage, ChatRequest } from '@continuo/shared/protocol/chat-request';
import type { GenerateRequest } from '@continuo/shared/protocol/http-api';
import type { Offer } from '../config.ts';
import { Refusal } from '../http/refusal.ts';
import { resolveFallbacks, resolveModel } from './resolve-model.ts';

/**
 * The one form of a request, so that the same question is the same request however it was put: a prompt
 * becomes a user message, and the system messages at the head become the system text.
 */
export function normaliseRequest(body: GenerateRequest, offer: Offer): ChatRequest {
  const given = body.messages ?? [{ role: 'user' as const, content: body.prompt ?? '' }];
  const headLength = given.findIndex((message) => message.role !== 'system');
  const head = given.slice(0, headLength).map((message) => message.content);
  const system = [...(body.system === undefined ? [] : [body.system]), ...head].join('\n\n');
  const messages = given.slice(headLength).map((message, i): ChatMessage => {
    if (message.role !== 'system') return { role: message.role, content: message.content };
    const detail = 'system messages must come before all others';
    throw new Refusal('validation', undefined, [{ pointer: `/messages/${headLength + i}/role`, detail }]);
  });
  return {
    ...resolveModel(body, offer),
    ...(system === '' ? {} : { system }),
    messages,
    ...(body.temperature === undefined ? {} : { temperature: body.temperature }),
    ...(body.max_tokens === undefined ? {} : { max_tokens: body.max_tokens }),
    ...(body.fallbacks ? { fallbacks: resolveFallbacks(body.fallbacks, offer) } : {}),
  };
}
