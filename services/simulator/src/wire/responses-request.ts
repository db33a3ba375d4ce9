import { z } from 'zod';
import type { AnswerCall, Message } from '../calls/call.ts';
import { describeIssues } from '../plan/plan.ts';
import { contentSchema, textOf } from './content.ts';

const responsesRequestSchema = z.looseObject({
  model: z.string().min(1),
  input: z.union([
    z.string(),
    z.array(z.looseObject({ role: z.string().default('system'), content: contentSchema.default('') })).min(1),
  ]),
  instructions: z.string().nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_obfuscation: z.boolean().nullish() }).nullish(),
  background: z.boolean().nullish(),
  store: z.boolean().nullish(),
  max_output_tokens: z.number().int().min(1).nullish(),
  previous_response_id: z.null('is not kept by the simulator; send the whole conversation').optional(),
});

export interface ResponsesRequest {
  call: AnswerCall;
  isBackground: boolean;
  isStored: boolean;
}

/** @returns a sentence, where the body is no responses request */
export function readResponsesRequest(body: unknown): ResponsesRequest | string {
  const parsed = responsesRequestSchema.safeParse(body);
  if (!parsed.success) return describeIssues(parsed.error);
  const { model, input, ...params } = parsed.data;
  const items = typeof input === 'string' ? [{ role: 'user', content: input }] : input;
  const said = items.map(({ role, content }): Message => ({ role, text: textOf(content), isPrefix: false }));
  const instructions: Message[] = params.instructions
    ? [{ role: 'system', text: params.instructions, isPrefix: false }]
    : [];
  return {
    isBackground: params.background ?? false,
    isStored: params.store ?? true,
    call: {
      wire: 'responses',
      requestedModel: model,
      messages: [...instructions, ...said],
      stream: params.stream ?? false,
      maxTokens: params.max_output_tokens ?? undefined,
      seed: 0,
      includeUsage: true,
      includeObfuscation: params.stream_options?.include_obfuscation ?? true,
      marksCache: false,
      isThinking: false,
      params,
    },
  };
}
