import { z } from 'zod';
import type { AnswerCall, Message } from '../calls/call.ts';
import { describeIssues } from '../plan/plan.ts';
import { contentSchema, textOf } from './content.ts';

const messagesRequestSchema = z.looseObject({
  model: z.string().min(1),
  max_tokens: z.number().int().min(1),
  messages: z
    .array(z.looseObject({ role: z.enum(['user', 'assistant', 'system']), content: contentSchema }))
    .min(1),
  system: contentSchema.optional(),
  stream: z.boolean().optional(),
  thinking: z.looseObject({ type: z.string() }).optional(),
});

/** @returns a sentence, where the body is no messages request */
export function readMessagesRequest(body: unknown): AnswerCall | string {
  const parsed = messagesRequestSchema.safeParse(body);
  if (!parsed.success) return describeIssues(parsed.error);
  const { model, messages, system, ...params } = parsed.data;
  const said = messages.map(({ role, content }): Message => ({
    role,
    text: textOf(content),
    isPrefix: false,
  }));
  if (said.some(({ text }) => text === '')) return 'messages: text content blocks must be non-empty';
  return {
    wire: 'messages',
    requestedModel: model,
    messages: [...(system ? [{ role: 'system', text: textOf(system), isPrefix: false }] : []), ...said],
    stream: params.stream ?? false,
    maxTokens: params.max_tokens,
    seed: 0,
    includeUsage: true,
    includeObfuscation: false,
    marksCache: JSON.stringify(body).includes('"cache_control"'),
    isThinking: params.thinking !== undefined && params.thinking.type !== 'disabled',
    params,
  };
}
