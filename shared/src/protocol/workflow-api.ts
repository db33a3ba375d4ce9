import { z } from 'zod';
import { ATTEMPT_END_REASONS } from './attempts.ts';
import { ENTRY_TYPES } from './entry.ts';
import {
  batchIdSchema,
  chatRequestSchema,
  conversationIdSchema,
  statusReplySchema,
  statusSchema,
  taskIdSchema,
  unixMs,
  usageSchema,
} from './http-api.ts';
import { LIST_PAGE_MAX } from './limits.ts';
import { queryNumber } from './query-number.ts';

/** Requests and replies of `/api/workflows`: tasks, seen with their steps, attempts and entries. */

const STEP_NAMES = ['validate', 'cache', 'generate', 'persist'] as const;
const STEP_STATES = ['pending', 'running', 'completed', 'failed', 'cancelled', 'skipped'] as const;

const stepSchema = z.object({
  name: z.enum(STEP_NAMES),
  state: z.enum(STEP_STATES),
  started_at: unixMs.nullable(),
  ended_at: unixMs.nullable().meta({ description: 'null: not ended; or, of persist, that nobody notes it.' }),
  detail: z.string().meta({ description: 'One sentence.' }),
});
export type WorkflowStep = z.infer<typeof stepSchema>;

const attemptSchema = z.object({
  attempt: z.number().int(),
  epoch: z.number().int(),
  worker: z.string(),
  provider: z.string(),
  model: z.string(),
  strategy: z.string(),
  kept_chunks: z.number().int().meta({ description: 'Counted chunks from before it.' }),
  chunks: z.number().int().meta({ description: 'Chunks that it wrote, whether they still count or not.' }),
  started_at: unixMs,
  started_seq: z.number().int().meta({ description: 'The entry that began it, as in the history.' }),
  ended_at: unixMs.nullable(),
  ended_seq: z
    .number()
    .int()
    .nullable()
    .meta({
      description:
        'The entry that tells of its end. That of a worker that was lost or handed over is told by the next ' +
        'attempt, so it ended before this.',
    }),
  end_reason: z.enum(ATTEMPT_END_REASONS).nullable().meta({ description: 'null: it goes on.' }),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  usage: usageSchema.nullable(),
  saved_output_tokens: z.number().int().meta({ description: 'Of the kept chunks: not bought again.' }),
  cost_usd: z.number().nullable().meta({ description: 'null: usage or price is not known.' }),
});
export type WorkflowAttempt = z.infer<typeof attemptSchema>;

const progressSchema = z.object({
  chunks: z.number().int(),
  characters: z.number().int(),
  estimated_tokens: z.number().int().meta({ description: 'A token for four characters.' }),
  elapsed_ms: z.number().int(),
  tokens_per_second: z.number().nullable().meta({
    description: 'Estimated tokens since the first chunk; null: none yet, or nothing was generated.',
  }),
  percent: z.number().nullable().meta({ description: 'null: nobody knows how much there will be.' }),
  percent_of: z
    .enum(['max_tokens', 'source', 'end'])
    .nullable()
    .meta({
      description:
        'What it is a part of: the most tokens the answer may have (it may well end before), the answer that is ' +
        'copied, or the end that it has reached.',
    }),
});
export type WorkflowProgress = z.infer<typeof progressSchema>;

const rerunSchema = z.object({ task_id: taskIdSchema, status: statusSchema, created_at: unixMs });
export type Rerun = z.infer<typeof rerunSchema>;

const linksSchema = z.object({
  conversation_id: conversationIdSchema,
  parent_task_id: taskIdSchema.nullable().meta({ description: 'The turn of the conversation it answers.' }),
  origin_task_id: taskIdSchema.nullable().meta({ description: 'The task that it retries or runs again.' }),
  source_task_id: taskIdSchema.nullable().meta({ description: 'The task whose text it has.' }),
  batch_id: batchIdSchema.nullable(),
  batch_line: z.number().int().nullable(),
  reruns: z.array(rerunSchema).nullable().meta({
    description: 'The newest tasks that retry it or run it again; null: Postgres is not reachable.',
  }),
});

export const workflowReplySchema = statusReplySchema.extend({
  steps: z.array(stepSchema),
  progress: progressSchema,
  attempts: z.array(attemptSchema),
  links: linksSchema,
  input: chatRequestSchema,
  output: z
    .object({ text: z.string() })
    .nullable()
    .meta({ description: 'The answer, or what there is of it; null: not ended, read its chunks.' }),
});
export type WorkflowReply = z.infer<typeof workflowReplySchema>;

const types = ENTRY_TYPES.join(', ');

export const historyQuerySchema = z.strictObject({
  from: queryNumber(1, 9_999_999_999).default(1).meta({ description: 'The first seq wanted.' }),
  limit: queryNumber(1, LIST_PAGE_MAX).default(100),
  types: z
    .string()
    .max(300)
    .transform((list) => list.split(','))
    .pipe(z.array(z.enum(ENTRY_TYPES, `it must be a list of ${types}`)))
    .optional()
    .meta({ description: `Only entries of these types, parted by commas: ${types}.`, type: 'string' }),
});
export type HistoryQuery = z.infer<typeof historyQuerySchema>;

export const historyReplySchema = z.object({
  task_id: taskIdSchema,
  entries: z.array(
    z.object({
      id: z.string().meta({ description: 'Its cursor: the id that the stream gave it.', example: '17-0' }),
      seq: z.number().int(),
      incarnation: z.number().int(),
      type: z.enum(ENTRY_TYPES),
      epoch: z.number().int(),
      at: unixMs,
      data: z.record(z.string(), z.unknown()).meta({ description: 'Its own fields, by its type.' }),
    }),
  ),
  next_from: z
    .number()
    .int()
    .nullable()
    .meta({
      description:
        'The from of the next page, or of what is still to come; null: the log is over and this is its end. A page ' +
        'with a filter may be short, or empty, and not the last.',
    }),
});
export type HistoryReply = z.infer<typeof historyReplySchema>;

export const runAgainRequestSchema = z
  .strictObject({
    cache: z.boolean().optional().meta({
      description:
        'true: take the answer from the cache if it is there, and put it there; the default is false.',
    }),
  })
  .meta({ example: {} });
