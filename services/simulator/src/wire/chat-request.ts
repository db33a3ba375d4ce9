import { z } from 'zod';
import type { AnswerCall, Message } from '../calls/call.ts';
import { describeIssues } from '../plan/plan.ts';
import { contentSchema, textOf } from './content.ts';

const chatRequestSchema = z.looseObject({
  model: z.string().min(1),
  messages: z
    .array(
      z.looseObject({
        role: z.string(),
        content: contentSchema.nullish(),
        prefix: z.boolean().optional(),
        partial: z.boolean().optional(),
      }),
    )
    .min(1),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  max_tokens: z.number().int().min(1).nullish(),
  max_completion_tokens: z.number().int().min(1).nullish(),
  seed: z.number().int().nullish(),
});

/** @returns a sentence, where the body is no chat completions request */
export function readChatRequest(body: unknown): AnswerCall | string {
  const parsed = chatRequestSchema.safeParse(body);
  if (!parsed.success) return describeIssues(parsed.error);
  const { model, messages, ...params } = parsed.data;
  return {
    wire: 'chat-completions',
    requestedModel: model,
    messages: messages.map(({ role, content, prefix, partial }): Message => ({
      role,
      text: textOf(content ?? ''),
      isPrefix: prefix === true || partial === true,
    })),
    stream: params.stream ?? false,
    maxTokens: params.max_completion_tokens ?? params.max_tokens ?? undefined,
    seed: params.seed ?? 0,
    includeUsage: params.stream_options?.include_usage ?? false,
    includeObfuscation: false,
    marksCache: false,
    isThinking: false,
    params,
  };
}
