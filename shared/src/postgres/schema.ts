import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  doublePrecision,
  foreignKey,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  text,
} from 'drizzle-orm/pg-core';
import type { EntryType, FinishReason } from '../protocol/entry.ts';
import type { FailureCode } from '../protocol/failure.ts';
import type { ConversationId, TaskId } from '../protocol/task-id.ts';
import { TASK_STATUSES } from '../protocol/task-status.ts';

/**
 * The mirror of the task streams. A task's log is the union of its `chat_chunks` and `task_events` by seq: dense
 * from 1 up to `chat_tasks.seq`, which moves in the same transaction. Times are unix ms.
 */
export const taskStatus = pgEnum('task_status', TASK_STATUSES);

const unixMs = (name: string) => bigint(name, { mode: 'number' });

/** An id alone names nothing: the owner is part of the key, so nobody's task joins another's conversation. */
export const conversations = pgTable(
  'conversations',
  {
    owner: text().notNull(),
    id: text().$type<ConversationId>().notNull(),
    title: text().notNull(),
    createdAt: unixMs('created_at').notNull(),
    /** When its newest task was accepted. */
    updatedAt: unixMs('updated_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.owner, table.id] }),
    index('conversations_newest').on(table.owner, table.updatedAt, table.id),
  ],
);

export const chatTasks = pgTable(
  'chat_tasks',
  {
    id: text().$type<TaskId>().primaryKey(),
    owner: text().notNull(),
    conversationId: text('conversation_id').$type<ConversationId>().notNull(),
    /** The request as JSON text, to the byte as Redis holds it. */
    request: text().notNull(),
    requestHash: text('request_hash').notNull(),
    prompt: text().notNull(),
    createdAt: unixMs('created_at').notNull(),

    /** From here on: what the log up to `seq` says. */
    seq: integer().notNull(),
    /** A writer with a lower one holds a log that was rebuilt since, and is refused. */
    incarnation: integer().notNull(),
    epoch: integer().notNull(),
    status: taskStatus().notNull(),
    provider: text().notNull(),
    model: text().notNull(),
    cached: boolean().notNull(),
    sourceTaskId: text('source_task_id').$type<TaskId>(),
    /** Number of the attempt that runs or ran last. */
    attempts: integer().notNull(),
    cancelRequested: boolean('cancel_requested').notNull(),
    /** Chunks that count towards the answer. */
    chunksCount: integer('chunks_count').notNull(),
    startedAt: unixMs('started_at'),
    firstChunkAt: unixMs('first_chunk_at'),
    finishedAt: unixMs('finished_at'),
    finishReason: text('finish_reason').$type<FinishReason>(),
    /** What its attempts consumed, those that have ended; null: nothing is known of it. */
    inputTokens: integer('input_tokens'),
    cachedInputTokens: integer('cached_input_tokens'),
    outputTokens: integer('output_tokens'),
    reasoningTokens: integer('reasoning_tokens'),
    /** Not all of it was told by a provider. */
    usageEstimated: boolean('usage_estimated'),
    /** Output tokens that stayed when another attempt went on, estimated. */
    savedOutputTokens: integer('saved_output_tokens'),
    costUsd: doublePrecision('cost_usd'),
    errorCode: text('error_code').$type<FailureCode>(),
    errorMessage: text('error_message'),
  },
  (table) => [
    foreignKey({
      columns: [table.owner, table.conversationId],
      foreignColumns: [conversations.owner, conversations.id],
    }).onDelete('cascade'),
    index('chat_tasks_newest').on(table.owner, table.createdAt, table.id),
    index('chat_tasks_by_status').on(table.owner, table.status, table.createdAt, table.id),
    index('chat_tasks_by_provider').on(table.owner, table.provider, table.createdAt, table.id),
    index('chat_tasks_by_model').on(table.owner, table.model, table.createdAt, table.id),
    index('chat_tasks_by_cached').on(table.owner, table.cached, table.createdAt, table.id),
    index('chat_tasks_by_conversation').on(table.owner, table.conversationId, table.createdAt, table.id),
    index('chat_tasks_unfinished')
      .on(table.id)
      .where(sql`${table.status} in ('queued', 'running')`),
  ],
);

/**
 * Entries that carry answer text; their `data` is made again from these columns, to the byte. No foreign key:
 * checking it costs as much as the insert itself, and writers hold the lock on the task's row anyway. A trigger of
 * the migrations deletes them with their task.
 */
export const chatChunks = pgTable(
  'chat_chunks',
  {
    taskId: text('task_id').$type<TaskId>().notNull(),
    seq: integer().notNull(),
    incarnation: integer().notNull(),
    epoch: integer().notNull(),
    at: unixMs('at').notNull(),
    chunkId: integer('chunk_id').notNull(),
    text: text().notNull(),
    providerCursor: text('provider_cursor'),
  },
  (table) => [primaryKey({ columns: [table.taskId, table.seq] })],
);

/** All other entries, and any chunk that `chat_chunks` could not give back to the byte. */
export const taskEvents = pgTable(
  'task_events',
  {
    taskId: text('task_id')
      .$type<TaskId>()
      .notNull()
      .references(() => chatTasks.id, { onDelete: 'cascade' }),
    seq: integer().notNull(),
    incarnation: integer().notNull(),
    epoch: integer().notNull(),
    at: unixMs('at').notNull(),
    type: text().$type<EntryType>().notNull(),
    data: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.taskId, table.seq] })],
);

export type TaskRow = typeof chatTasks.$inferSelect;
