import { z } from 'zod';
import type { FieldFault } from '@continuo/shared/protocol/problem';
import { describeIssues } from '../middleware/answer-validation.ts';

/** What a line asks for, in whichever form it came; `place` is where its fields stand in it. */
export type AskedLine =
  | { tag: 'asked'; customId: unknown; fields: object; place: string }
  | { tag: 'faults'; faults: FieldFault[] };

const contentSchema = z.union([
  z.string(),
  z
    .array(z.strictObject({ type: z.literal('text'), text: z.string() }))
    .transform((parts) => parts.map((part) => part.text).join('')),
]);

/**
 * A line of OpenAI's batch input (https://platform.openai.com/docs/guides/batch). What would shape the answer and is
 * not passed on is refused by name rather than left out.
 */
const openAiLineSchema = z.strictObject({
  custom_id: z.unknown().optional(),
  method: z.literal('POST'),
  url: z.literal('/v1/chat/completions'),
  body: z.strictObject({
    model: z.unknown().optional(),
    messages: z.array(
      z.strictObject({
        role: z
          .enum(['system', 'developer', 'user', 'assistant'])
          .transform((role) => (role === 'developer' ? 'system' : role)),
        content: contentSchema,
      }),
    ),
    temperature: z.unknown().optional(),
    max_tokens: z.unknown().optional(),
    max_completion_tokens: z.unknown().optional(),
    n: z.literal(1).optional(),
    stream: z.literal(false).optional(),
    // These change nothing about the answer.
    user: z.string().optional(),
    store: z.boolean().optional(),
    metadata: z.record(z.string(), z.string()).optional(),
  }),
});

/** The same line in the fields of this API. */
export function readOpenAiLine(value: object): AskedLine {
  const read = openAiLineSchema.safeParse(value);
  if (!read.success) return { tag: 'faults', faults: describeIssues(read.error.issues) };
  const { custom_id: customId, body } = read.data;
  const fields = {
    model: body.model,
    messages: body.messages,
    temperature: body.temperature,
    max_tokens: body.max_completion_tokens ?? body.max_tokens,
  };
  const given = Object.entries(fields).filter(([, field]) => field !== undefined);
  return { tag: 'asked', customId, fields: Object.fromEntries(given), place: '/body' };
}
