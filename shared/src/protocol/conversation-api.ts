import { z } from 'zod';
import {
  conversationIdSchema,
  statusSchema,
  storable,
  taskIdSchema,
  unixMs,
  usageSchema,
} from './http-api.ts';
import { LIST_PAGE_MAX, MESSAGE_CHARS_MAX, SEARCH_CHARS_MAX, TITLE_CHARS_MAX } from './limits.ts';
import { queryNumber } from './query-number.ts';

/** Requests and replies of `/api/conversations`. */

const nextBefore = z.string().nullable().meta({ description: 'null: this is the last page.' });
const before = z.string().max(300).optional().meta({ description: 'next_before of the page before.' });

/** A stretch of text around what was found, in pieces: those that match are marked. */
const snippetSchema = z.array(z.object({ text: z.string(), match: z.boolean() }));
export type Snippet = z.infer<typeof snippetSchema>;

export const conversationSummarySchema = z.object({
  conversation_id: conversationIdSchema,
  title: z.string(),
  pinned: z.boolean(),
  created_at: unixMs,
  updated_at: unixMs.meta({ description: 'When its newest turn was accepted, unix ms.' }),
  last_turn: z
    .object({
      task_id: taskIdSchema,
      status: statusSchema,
      provider: z.string(),
      model: z.string(),
      finished_at: unixMs.nullable(),
    })
    .nullable()
    .meta({ description: 'Its newest turn; null: retention has removed them all.' }),
  hits: z.array(z.object({ task_id: taskIdSchema, snippet: snippetSchema })).meta({
    description: 'With q: the newest turns it was found in, a few; none: it was found in the title.',
  }),
});
export type ConversationSummary = z.infer<typeof conversationSummarySchema>;

export const conversationListQuerySchema = z.strictObject({
  q: storable(SEARCH_CHARS_MAX)
    .optional()
    .meta({
      description:
        'Words of the title, the prompts or the answers, as in a web search: "a phrase", or, -without. The last word ' +
        'may be the beginning of one.',
      example: 'blue sky',
    }),
  limit: queryNumber(1, LIST_PAGE_MAX).default(50),
  before,
});
export type ConversationListQuery = z.infer<typeof conversationListQuerySchema>;

export const conversationListSchema = z.object({
  conversations: z.array(conversationSummarySchema),
  next_before: nextBefore,
});
export type ConversationList = z.infer<typeof conversationListSchema>;

export const turnSchema = z.object({
  task_id: taskIdSchema,
  parent_task_id: taskIdSchema.nullable().meta({
    description: 'The turn that this one answers; turns of one parent are siblings. null: a first turn.',
  }),
  origin_task_id: taskIdSchema
    .nullable()
    .meta({ description: 'The task that it retries or runs again: with the same parent, a regeneration.' }),
  status: statusSchema,
  provider: z.string(),
  model: z.string(),
  cached: z.boolean(),
  attempt: z.number().int(),
  prompt: z.string(),
  answer: z.string().meta({ description: 'Of a turn that has not ended: what there was of it at `seq`.' }),
  is_cut: z.boolean().meta({
    description: 'The answer is longer than what is shown; all of it is in the result of the task.',
  }),
  seq: z.number().int().meta({ description: 'Seq of the last entry that is taken into this.' }),
  finish_reason: z.string().nullable(),
  usage: usageSchema.nullable(),
  cost_usd: z.number().nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  created_at: unixMs,
  finished_at: unixMs.nullable(),
});
export type TurnReply = z.infer<typeof turnSchema>;

const conversationFactsSchema = z.object({
  conversation_id: conversationIdSchema,
  title: z.string(),
  pinned: z.boolean(),
  system: z
    .string()
    .nullable()
    .meta({ description: 'For every turn that brings no system text of its own.' }),
  created_at: unixMs,
  updated_at: unixMs,
});
export type ConversationFacts = z.infer<typeof conversationFactsSchema>;

export const conversationQuerySchema = z.strictObject({
  limit: queryNumber(1, LIST_PAGE_MAX).default(50),
  before,
});
export type ConversationQuery = z.infer<typeof conversationQuerySchema>;

export const conversationReplySchema = conversationFactsSchema.extend({
  turns: z.array(turnSchema).meta({
    description: 'The newest first. A page may hold fewer than `limit`, when they are long.',
  }),
  next_before: nextBefore,
});
export type ConversationReply = z.infer<typeof conversationReplySchema>;

export const conversationChangeSchema = z
  .strictObject({
    title: storable(TITLE_CHARS_MAX)
      .transform((title) => title.trim())
      .refine((title) => title !== '', 'it must not be blank')
      .optional(),
    pinned: z.boolean().optional(),
    system: storable(MESSAGE_CHARS_MAX).nullable().optional().meta({ description: 'null: none.' }),
  })
  .refine((change) => Object.keys(change).length > 0, 'give at least one of title, pinned and system')
  .meta({ example: { title: 'Why the sky is blue', pinned: true } });
export type ConversationChange = z.infer<typeof conversationChangeSchema>;

export const conversationChangedSchema = conversationFactsSchema;

export const exportQuerySchema = z.strictObject({
  format: z.enum(['markdown', 'json']).default('markdown'),
  leaf: taskIdSchema.optional().meta({
    description: 'The last turn wanted, with all that it answers; absent: the newest.',
  }),
});
export type ExportQuery = z.infer<typeof exportQuerySchema>;
