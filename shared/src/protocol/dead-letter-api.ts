import { z } from 'zod';
import { chatRequestSchema, conversationIdSchema, taskIdSchema, unixMs } from './http-api.ts';
import { LIST_PAGE_MAX } from './limits.ts';
import { queryNumber } from './query-number.ts';

/** Requests and replies of `/api/dead`: the tasks that were given up on a budget. */

export const deadLetterSchema = z.object({
  task_id: taskIdSchema,
  conversation_id: conversationIdSchema,
  at: unixMs.meta({ description: 'When it was given up, unix ms.' }),
  attempts: z.number().int(),
  code: z.string().meta({ description: 'Why, in one word.' }),
  message: z.string(),
  provider: z.string().meta({ description: 'Of the attempt that ran last.' }),
  model: z.string(),
  kept_chunks: z.number().int().meta({ description: 'What was stored of the answer, and still is.' }),
  kept_characters: z.number().int(),
  prompt: z
    .string()
    .nullable()
    .meta({ description: 'Its first line, cut short; null: no store has the task any more.' }),
});
export type DeadLetterReply = z.infer<typeof deadLetterSchema>;

export const deadListQuerySchema = z.strictObject({
  limit: queryNumber(1, LIST_PAGE_MAX).default(50),
  before: z.string().max(200).optional().meta({ description: 'next_before of the page before.' }),
});
export type DeadListQuery = z.infer<typeof deadListQuerySchema>;

export const deadListReplySchema = z.object({
  dead_letters: z.array(deadLetterSchema),
  next_before: z.string().nullable().meta({ description: 'null: this is the last page.' }),
});
export type DeadListReply = z.infer<typeof deadListReplySchema>;

/** What followed a failed attempt. */
const AFTER_FAILURE = ['retry', 'failover', 'restart', 'takeover', 'end'] as const;

const attemptFailureSchema = z.object({
  attempt: z.number().int(),
  at: unixMs,
  worker: z.string(),
  provider: z.string(),
  model: z.string(),
  code: z.string().nullable().meta({
    description: 'null: no provider failed; the generator ended, or the model began the answer again.',
  }),
  message: z.string(),
  followed_by: z.enum(AFTER_FAILURE),
});
export type AttemptFailure = z.infer<typeof attemptFailureSchema>;

export const deadDetailSchema = deadLetterSchema.extend({
  request: chatRequestSchema,
  text: z.string().meta({ description: 'What was stored of the answer: a retry goes on from here.' }),
  failures: z
    .array(attemptFailureSchema)
    .meta({ description: 'Of its attempts, in order, as the log tells.' }),
});
export type DeadDetailReply = z.infer<typeof deadDetailSchema>;
