import { z } from 'zod';
import {
  batchIdSchema,
  conversationIdSchema,
  generateRequestSchema,
  storable,
  taskIdSchema,
  unixMs,
} from './http-api.ts';
import { BATCH_LINE_STATUSES, BATCH_STATUSES } from './batch-status.ts';
import {
  BATCH_CONCURRENCY_DEFAULT,
  BATCH_CONCURRENCY_MAX,
  BATCH_LINES_MAX,
  BATCH_NAME_CHARS_MAX,
  CUSTOM_ID_CHARS_MAX,
  LIST_PAGE_MAX,
} from './limits.ts';
import { queryNumber } from './query-number.ts';

/** Requests and replies of `/api/batches`: many requests that are worked off with a concurrency of their own. */

export const customIdSchema = storable(CUSTOM_ID_CHARS_MAX).meta({
  description: 'The name of a line, given by whoever made the batch; different in each line.',
});

const nameSchema = storable(BATCH_NAME_CHARS_MAX).meta({
  description: 'Absent: the beginning of the first prompt.',
});

const concurrencySchema = z
  .number()
  .int()
  .min(1)
  .max(BATCH_CONCURRENCY_MAX)
  .meta({ description: `Lines under way at a time; absent: ${BATCH_CONCURRENCY_DEFAULT}.` });

const { system, provider, model, temperature, max_tokens, fallbacks, cache } = generateRequestSchema.shape;

/** What a line that does not say gets. */
export const batchDefaultsSchema = z.strictObject({
  system,
  provider,
  model,
  temperature,
  max_tokens,
  fallbacks,
  cache,
});
export type BatchDefaults = z.infer<typeof batchDefaultsSchema>;

export const createBatchSchema = z
  .strictObject({
    name: nameSchema.optional(),
    concurrency: concurrencySchema.optional(),
    defaults: batchDefaultsSchema.optional(),
    lines: z
      .array(z.unknown())
      .min(1, 'give at least one line')
      .max(BATCH_LINES_MAX)
      .meta({
        description:
          'Each is a prompt, or an object like the body of /api/chat/generate (with `custom_id`, without a ' +
          'conversation), or a line of OpenAI’s batch format.',
      }),
  })
  .meta({
    example: {
      name: 'capitals',
      defaults: { max_tokens: 200 },
      lines: ['What is the capital of Chile?', { custom_id: 'peru', prompt: 'And of Peru?' }],
    },
  });

export type CreateBatchRequest = z.infer<typeof createBatchSchema>;

/** The settings of a batch that is uploaded as JSONL, where the body has no place for them. */
export const uploadQuerySchema = z.strictObject({
  name: nameSchema.optional(),
  concurrency: queryNumber(1, BATCH_CONCURRENCY_MAX).optional(),
  provider,
  model,
  temperature: z
    .string()
    .regex(/^\d(\.\d{1,6})?$/, 'it must be a decimal number')
    .transform(Number)
    .refine((value) => value <= 2, 'it must be from 0 to 2')
    .optional(),
  max_tokens: queryNumber(1, 1_000_000).optional(),
  cache: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
});
export type UploadQuery = z.output<typeof uploadQuerySchema>;

export const batchSchema = z.object({
  batch_id: batchIdSchema,
  name: z.string(),
  status: z.enum(BATCH_STATUSES),
  concurrency: z.number().int(),
  conversation_id: conversationIdSchema.meta({ description: 'All its tasks are turns of this one.' }),
  created_at: unixMs,
  finished_at: unixMs.nullable().meta({ description: 'null: some line has not ended.' }),
  progress: z
    .object({
      total: z.number().int(),
      waiting: z.number().int(),
      running: z.number().int(),
      completed: z.number().int(),
      cached: z.number().int().meta({ description: 'Of the completed: those that bought nothing.' }),
      failed: z.number().int(),
      cancelled: z.number().int(),
    })
    .meta({ description: 'As Postgres has it. Goes back only when failed lines are retried.' }),
  tokens: z
    .object({ input: z.number().int(), output: z.number().int() })
    .meta({ description: 'Consumed by lines that have ended, in all their runs.' }),
  cost_usd: z.number().meta({ description: 'Of all that has a known cost.' }),
  unpriced: z
    .number()
    .int()
    .meta({ description: 'Runs of lines that asked a provider and whose cost is not known.' }),
});
export type BatchReply = z.infer<typeof batchSchema>;

export const retryBatchReplySchema = batchSchema.extend({
  retried: z.number().int().meta({ description: 'Lines that had failed and wait again.' }),
});
export type RetryBatchReply = z.infer<typeof retryBatchReplySchema>;

export const batchPaceReplySchema = z.object({
  from: unixMs,
  to: unixMs,
  bucket_ms: z.number().int(),
  ended: z.array(z.number().int()).meta({
    description: 'Tasks that ended in each bucket, oldest first; the last one may not be over.',
  }),
});
export type BatchPaceReply = z.infer<typeof batchPaceReplySchema>;

export const batchListQuerySchema = z.strictObject({
  limit: queryNumber(1, LIST_PAGE_MAX).default(50),
  before: batchIdSchema.optional().meta({ description: 'next_before of the page before.' }),
});
export type BatchListQuery = z.infer<typeof batchListQuerySchema>;

export const batchListReplySchema = z.object({
  batches: z.array(batchSchema),
  next_before: batchIdSchema.nullable().meta({ description: 'null: this is the last page.' }),
});
export type BatchListReply = z.infer<typeof batchListReplySchema>;

export const batchLinesQuerySchema = z.strictObject({
  status: z.enum(BATCH_LINE_STATUSES).optional(),
  limit: queryNumber(1, LIST_PAGE_MAX).default(50),
  after: queryNumber(0, BATCH_LINES_MAX).default(0).meta({ description: 'next_after of the page before.' }),
});
export type BatchLinesQuery = z.infer<typeof batchLinesQuerySchema>;

const lineErrorSchema = z.object({ code: z.string(), message: z.string() });

export const batchLineSchema = z.object({
  line: z.number().int().meta({ description: 'From 1, in the order of the input.' }),
  custom_id: z.string().nullable(),
  status: z.enum(BATCH_LINE_STATUSES),
  task_id: taskIdSchema.nullable().meta({ description: 'null: not submitted.' }),
  runs: z.number().int().meta({ description: 'How often it was submitted.' }),
  prompt: z.string().meta({ description: 'The last user message, cut.' }),
  cached: z.boolean(),
  finished_at: unixMs.nullable(),
  output_tokens: z.number().int().nullable(),
  cost_usd: z.number().nullable(),
  error: lineErrorSchema.nullable(),
});
export type BatchLineReply = z.infer<typeof batchLineSchema>;

export const batchLinesReplySchema = z.object({
  lines: z.array(batchLineSchema),
  next_after: z.number().int().nullable().meta({ description: 'null: this is the last page.' }),
});
export type BatchLinesReply = z.infer<typeof batchLinesReplySchema>;

export const resultsQuerySchema = z.strictObject({
  format: z
    .enum(['continuo', 'openai'])
    .default('continuo')
    .meta({ description: 'openai: the lines of OpenAI’s batch output; only of lines that have ended.' }),
  partial: z
    .enum(['true', 'false'])
    .default('false')
    .meta({ description: 'true: what there is so far, where not all lines have ended.' }),
});
export type ResultsQuery = z.infer<typeof resultsQuerySchema>;
