import { z } from 'zod';
import {
  FALLBACKS_MAX,
  IDEMPOTENCY_KEY_CHARS_MAX,
  LIST_PAGE_MAX,
  MESSAGES_MAX,
  MESSAGE_CHARS_MAX,
  SEARCH_CHARS_MAX,
} from './limits.ts';
import { PROVIDER_NAMES } from './models.ts';
import { priceSchema } from './prices.ts';
import { queryNumber } from './query-number.ts';
import { BATCH_ID_PATTERN, CONVERSATION_ID_PATTERN, TASK_ID_PATTERN } from './task-id.ts';
import { TASK_STATUSES } from './task-status.ts';

/** Requests and replies of the HTTP API (design section 8), for the gateway, its OpenAPI document and clients. */

const modelName = z.string().regex(/^[\w.:/@=,+-]{1,200}$/);
const wellFormed = (text: string): boolean => !text.includes('\0') && text.isWellFormed();
const UNIX_MS_MAX = 999_999_999_999_999;

/** Text that Postgres takes, too. */
export const storable = (charsMax: number) =>
  z.string().min(1).max(charsMax).refine(wellFormed, 'must not contain NUL or half a surrogate pair');
const text = storable(MESSAGE_CHARS_MAX);

export const taskIdSchema = z.string().regex(TASK_ID_PATTERN).meta({
  description: 'Name of a task; its digits before the underscore are its partition.',
  example: 't0_019aa0c25f3e7d1cb0a1c2d3e4f50617',
});

export const conversationIdSchema = z
  .string()
  .regex(CONVERSATION_ID_PATTERN)
  .meta({ example: 'c_019aa0c25f3e7d1cb0a1c2d3e4f50618' });

export const batchIdSchema = z
  .string()
  .regex(BATCH_ID_PATTERN)
  .meta({ example: 'b_019aa0c25f3e7d1cb0a1c2d3e4f50619' });

export const statusSchema = z.enum(TASK_STATUSES);
export const unixMs = z.number().int().meta({ description: 'Unix time in milliseconds.' });

const isGiven = (value: unknown): boolean => value !== undefined;

export const generateRequestSchema = z
  .strictObject({
    prompt: text.optional().meta({ description: 'Short for one user message.' }),
    messages: z
      .array(z.strictObject({ role: z.enum(['system', 'user', 'assistant']), content: text }))
      .min(1)
      .max(MESSAGES_MAX)
      .optional(),
    system: text.optional().meta({
      description: 'In the first turn for the whole conversation, in a later one for that turn alone.',
    }),
    conversation_id: conversationIdSchema
      .optional()
      .meta({ description: 'Go on with this conversation: what was said before is added here.' }),
    parent_task_id: taskIdSchema
      .nullable()
      .optional()
      .meta({
        description:
          'The turn to answer; absent: the newest; null: none, so this is a first turn. Another prompt behind the ' +
          'same turn is an edit: both stay.',
      }),
    regenerate_of: taskIdSchema.optional().meta({
      description:
        'Ask what this task was asked once more, in place of a prompt. What is not given is as it was; the cache ' +
        'is left aside unless `cache` is true.',
    }),
    history: z
      .enum(['all', 'fit'])
      .optional()
      .meta({
        description:
          'A conversation that is too long for the model: `all` (default) refuses it, `fit` leaves out its oldest ' +
          'turns and says how many in `dropped_turns` of the entry `accepted`.',
      }),
    provider: z.enum(PROVIDER_NAMES).optional(),
    model: modelName.optional(),
    temperature: z.number().min(0).max(2).optional(),
    max_tokens: z.number().int().min(1).max(1_000_000).optional(),
    fallbacks: z
      .array(
        z.strictObject({
          provider: z.enum(PROVIDER_NAMES),
          model: modelName,
        }),
      )
      .max(FALLBACKS_MAX)
      .optional()
      .meta({ description: 'Who goes on, in this order, when the provider cannot; absent: as configured.' }),
    cache: z
      .boolean()
      .optional()
      .meta({ description: 'false: neither take the answer from the cache nor put it there.' }),
  })
  .refine((body) => [body.prompt, body.messages, body.regenerate_of].filter(isGiven).length === 1, {
    message: 'give one of prompt, messages and regenerate_of',
    path: ['prompt'],
  })
  .refine((body) => body.parent_task_id === undefined || body.conversation_id !== undefined, {
    message: 'it needs the conversation_id',
    path: ['parent_task_id'],
  })
  .refine((body) => body.parent_task_id === undefined || body.regenerate_of === undefined, {
    message: 'a task that is regenerated keeps its parent',
    path: ['parent_task_id'],
  })
  .refine((body) => body.history === undefined || body.prompt !== undefined, {
    message: 'only the history behind a prompt can be shortened here',
    path: ['history'],
  })
  .refine((body) => body.messages === undefined || body.messages.at(-1)?.role === 'user', {
    message: 'the last message must be the user’s',
    path: ['messages'],
  })
  .meta({ example: { prompt: 'Why is the sky blue?' } });
export type GenerateRequest = z.infer<typeof generateRequestSchema>;

/** A request as it is stored with its task. */
export const chatRequestSchema = z
  .object({
    provider: z.string(),
    model: z.string(),
    system: z.string().optional(),
    messages: z.array(z.object({ role: z.enum(['user', 'assistant']), content: z.string() })),
    temperature: z.number().optional(),
    max_tokens: z.number().int().optional(),
    fallbacks: z.array(z.object({ provider: z.string(), model: z.string() })).optional(),
  })
  .meta({ description: 'What was asked, whole.' });

export const idempotencyKeySchema = z
  .string()
  .regex(new RegExp(`^[\\x21-\\x7e]{1,${IDEMPOTENCY_KEY_CHARS_MAX}}$`));

export const generateReplySchema = z.object({
  task_id: taskIdSchema,
  conversation_id: conversationIdSchema,
  status: statusSchema,
  cached: z.boolean().meta({ description: 'Answered from the cache: complete already, nothing was bought.' }),
  stream_url: z.string(),
});
export type GenerateReply = z.infer<typeof generateReplySchema>;

export const usageSchema = z
  .object({
    input_tokens: z.number().int(),
    cached_input_tokens: z.number().int(),
    output_tokens: z.number().int(),
    reasoning_tokens: z.number().int(),
    estimated: z.boolean().meta({ description: 'Not all of it was told by a provider.' }),
  })
  .meta({ description: 'What the attempts that have ended consumed; null: nothing is known of it.' });

const errorSchema = z.object({ code: z.string(), message: z.string(), retryable: z.boolean() });

const taskSummarySchema = z.object({
  task_id: taskIdSchema,
  conversation_id: conversationIdSchema,
  status: statusSchema,
  provider: z.string(),
  model: z.string(),
  prompt: z.string().meta({ description: 'The last user message.' }),
  cached: z.boolean(),
  attempt: z.number().int(),
  created_at: unixMs,
  finished_at: unixMs.nullable(),
});

export const statusReplySchema = taskSummarySchema.extend({
  seq: z.number().int().meta({ description: 'Seq of the last entry.' }),
  incarnation: z.number().int(),
  epoch: z.number().int(),
  chunks_count: z.number().int().meta({ description: 'Chunks that count towards the answer.' }),
  cancel_requested: z.boolean(),
  progress: z.object({
    chunks: z.number().int(),
    characters: z.number().int(),
    elapsed_ms: z.number().int(),
  }),
  timings: z.object({
    created_at: unixMs,
    started_at: unixMs.nullable(),
    first_chunk_at: unixMs.nullable(),
    finished_at: unixMs.nullable(),
  }),
  persisted_seq: z.number().int().meta({ description: 'Postgres holds the log up to here.' }),
  queue: z
    .object({
      estimated_position: z
        .number()
        .int()
        .nullable()
        .meta({
          description:
            'Which of the waiting tasks of its partition it would be, as things stand; 1 is next. Owners take turns ' +
            'and chats go before lines of batches, so tasks that come later may go first. null: too far behind to be counted.',
        }),
    })
    .nullable()
    .meta({ description: 'null: it does not wait for a generator.' }),
  finish_reason: z.string().nullable(),
  usage: usageSchema.nullable(),
  cost_usd: z.number().nullable().meta({ description: 'null: not finished, or no price is known.' }),
  error: errorSchema.nullable(),
});
export type StatusReply = z.infer<typeof statusReplySchema>;

export const chunksReplySchema = z.object({
  chunks: z.array(
    z.object({
      chunk_id: z.number().int(),
      text: z.string(),
      at: unixMs,
      provider: z.string(),
      model: z.string(),
    }),
  ),
  status: statusSchema,
  next_id: z.number().int().meta({ description: 'The from_id of the next call.' }),
});
export type ChunksReply = z.infer<typeof chunksReplySchema>;

export const resultReplySchema = z.object({
  task_id: taskIdSchema,
  status: statusSchema,
  text: z
    .string()
    .meta({ description: 'The answer, or what there is of it when the task did not complete.' }),
  cached: z.boolean(),
  finish_reason: z.string().nullable(),
  usage: usageSchema.nullable(),
  cost_usd: z.number().nullable(),
  error: errorSchema.nullable(),
});
export type ResultReply = z.infer<typeof resultReplySchema>;

export const cancelReplySchema = z.object({
  task_id: taskIdSchema,
  status: statusSchema,
  cancel_requested: z.boolean().meta({
    description: 'The intent is stored; a task that is still running ends as cancelled within a lease.',
  }),
});
export type CancelReply = z.infer<typeof cancelReplySchema>;

export const listQuerySchema = z.strictObject({
  status: z.enum(TASK_STATUSES).optional(),
  provider: z.enum(PROVIDER_NAMES).optional(),
  model: storable(200).optional(),
  cached: z.enum(['true', 'false']).optional(),
  conversation_id: conversationIdSchema.optional(),
  batch_id: batchIdSchema.optional(),
  worker: storable(200).optional().meta({ description: 'Who asked the provider last.' }),
  from: queryNumber(0, UNIX_MS_MAX)
    .optional()
    .meta({ description: 'Created at this time or later, unix ms.' }),
  to: queryNumber(0, UNIX_MS_MAX).optional().meta({ description: 'Created before this time, unix ms.' }),
  text: storable(SEARCH_CHARS_MAX)
    .optional()
    .meta({
      description:
        'Words of the prompt or the answer, as in a web search: "a phrase", or, -without. Of a task that has not ' +
        'ended, or ended a moment ago, only the beginning of the prompt is searched.',
    }),
  limit: queryNumber(1, LIST_PAGE_MAX).default(50),
  before: z.string().max(200).optional().meta({ description: 'next_before of the page before.' }),
});
export type ListQuery = z.infer<typeof listQuerySchema>;

export const listedTaskSchema = taskSummarySchema.extend({
  worker: z.string().nullable().meta({ description: 'Who asked the provider last.' }),
  started_at: unixMs.nullable(),
  first_chunk_at: unixMs.nullable(),
  chunks_count: z.number().int(),
  output_tokens: z.number().int().nullable(),
  cost_usd: z.number().nullable(),
  error_code: z.string().nullable(),
  parent_task_id: taskIdSchema.nullable().meta({ description: 'The turn of the conversation it answers.' }),
  origin_task_id: taskIdSchema.nullable().meta({ description: 'The task that it retries or runs again.' }),
  batch_id: batchIdSchema.nullable(),
  batch_line: z.number().int().nullable(),
});
export type ListedTask = z.infer<typeof listedTaskSchema>;

export const listReplySchema = z.object({
  tasks: z.array(listedTaskSchema),
  next_before: z.string().nullable().meta({ description: 'null: this is the last page.' }),
});
export type ListReply = z.infer<typeof listReplySchema>;

export const modelsReplySchema = z.object({
  default: z.object({ provider: z.string(), model: z.string() }),
  cache_ttl_ms: z.number().int().meta({ description: 'How long an answer is given again; 0: never.' }),
  providers: z.array(
    z.object({
      provider: z.string(),
      simulated: z.boolean().meta({ description: 'Answers are made up by the built-in simulator.' }),
      prices_taken: z
        .string()
        .nullable()
        .meta({ description: 'The day on which the prices were looked up.' }),
      prices_note: z.string().nullable(),
      models: z.array(
        z.object({
          model: z.string(),
          label: z.string(),
          takes_temperature: z.boolean().meta({ description: 'false: a request that gives one is refused.' }),
          price: priceSchema.nullable().meta({ description: 'null: unknown, so what it costs is, too.' }),
        }),
      ),
    }),
  ),
});
export type ModelsReply = z.infer<typeof modelsReplySchema>;

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string(),
    detail: z.string().optional(),
    request_id: z.string().optional(),
    errors: z
      .array(z.object({ line: z.number().int().optional(), pointer: z.string(), detail: z.string() }))
      .optional(),
  })
  .meta({ description: 'RFC 9457 problem details.' });
