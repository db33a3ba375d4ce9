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
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { EntryType, FinishReason } from '../protocol/entry.ts';
import type { FailureCode } from '../protocol/failure.ts';
import type { BatchId, ConversationId, TaskId } from '../protocol/task-id.ts';
import { TASK_STATUSES } from '../protocol/task-status.ts';
import { BATCH_LINE_STATUSES, BATCH_STATUSES } from '../protocol/batch-status.ts';

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
    /** For every turn that brings no system text of its own. */
    system: text(),
    pinned: boolean().notNull().default(false),
    /** Set when it holds the lines of a batch: lists of conversations leave it out. */
    batchId: text('batch_id').$type<BatchId>(),
    createdAt: unixMs('created_at').notNull(),
    /** When its newest task was accepted. */
    updatedAt: unixMs('updated_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.owner, table.id] }),
    index('conversations_listed')
      .on(table.owner, table.pinned, table.updatedAt, table.id)
      .where(sql`${table.batchId} is null`),
    index('conversations_unused')
      .on(table.updatedAt)
      .where(sql`${table.batchId} is null and not ${table.pinned}`),
  ],
);

/**
 * Conversations that were deleted not long ago. What persisters still hold of them is refused: the writers of new
 * tasks read this table, and whoever deletes waits for those that read it before.
 */
export const deletedConversations = pgTable(
  'deleted_conversations',
  {
    owner: text().notNull(),
    id: text().$type<ConversationId>().notNull(),
    deletedAt: unixMs('deleted_at').notNull(),
    /** The tasks it had, as JSON, for as long as Redis may hold something of them; null: all is gone. */
    tasks: text(),
  },
  (table) => [primaryKey({ columns: [table.owner, table.id] })],
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

    /** Its text, once the task is over and its log was read for the search; null before. */
    answer: text(),
    /** Its entries are past their retention and deleted; null: they are here. */
    logDeletedAt: unixMs('log_deleted_at'),

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
    /** The turn of the conversation that this one answers. */
    parentTaskId: text('parent_task_id').$type<TaskId>(),
    /** The task that this one retries or runs again. */
    originTaskId: text('origin_task_id').$type<TaskId>(),
    batchId: text('batch_id').$type<BatchId>(),
    batchLine: integer('batch_line'),
    /** Who asked the provider last: `<host>-<pid>`. */
    worker: text(),
    /** Number of the attempt that runs or ran last. */
    attempts: integer().notNull(),
    /** How often another worker went on with it. */
    takeovers: integer().notNull().default(0),
    /** How often a provider was asked again, or another one. */
    retries: integer().notNull().default(0),
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
    index('chat_tasks_by_worker').on(table.owner, table.worker, table.createdAt, table.id),
    index('chat_tasks_by_batch')
      .on(table.batchId, table.batchLine)
      .where(sql`${table.batchId} is not null`),
    index('chat_tasks_by_origin')
      .on(table.originTaskId, table.createdAt, table.id)
      .where(sql`${table.originTaskId} is not null`),
    index('chat_tasks_without_answer')
      .on(table.id)
      .where(sql`${table.answer} is null and ${table.status} in ('completed', 'failed', 'cancelled')`),
    index('chat_tasks_over')
      .on(table.finishedAt)
      .where(sql`${table.finishedAt} is not null`),
    index('chat_tasks_over_with_log')
      .on(table.finishedAt)
      .where(sql`${table.finishedAt} is not null and ${table.logDeletedAt} is null`),
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

export const batchStatus = pgEnum('batch_status', BATCH_STATUSES);
export const batchLineStatus = pgEnum('batch_line_status', BATCH_LINE_STATUSES);

/** Many requests that are worked off with a concurrency of their own. */
export const batches = pgTable(
  'batches',
  {
    id: text().$type<BatchId>().primaryKey(),
    owner: text().notNull(),
    name: text().notNull(),
    status: batchStatus().notNull(),
    /** Lines under way at a time. */
    concurrency: integer().notNull(),
    /** Lines in all. */
    total: integer().notNull(),
    createdAt: unixMs('created_at').notNull(),
    /** When its input was whole; null: lines are still coming, and nobody sees it. */
    acceptedAt: unixMs('accepted_at'),
    finishedAt: unixMs('finished_at'),
    idempotencyKey: text('idempotency_key'),
    /** Over its lines, in hex. */
    inputSha256: text('input_sha256'),

    /** From here on: how its lines stand, kept in the transactions that move them. */
    running: integer().notNull().default(0),
    completed: integer().notNull().default(0),
    /** Of the completed. */
    cached: integer().notNull().default(0),
    failed: integer().notNull().default(0),
    cancelled: integer().notNull().default(0),
    /** What lines that have ended consumed, in all their runs. */
    inputTokens: bigint('input_tokens', { mode: 'number' }).notNull().default(0),
    outputTokens: bigint('output_tokens', { mode: 'number' }).notNull().default(0),
    costUsd: doublePrecision('cost_usd').notNull().default(0),
    /** Runs that asked a provider and whose cost is not known. */
    unpriced: integer().notNull().default(0),
  },
  (table) => [
    index('batches_newest').on(table.owner, table.id),
    index('batches_open')
      .on(table.owner)
      .where(sql`${table.finishedAt} is null`),
    uniqueIndex('batches_of_key')
      .on(table.owner, table.idempotencyKey)
      .where(sql`${table.idempotencyKey} is not null`),
  ],
);

/** The lines of batches. How a line ended is what the mirror of its task says. */
export const batchLines = pgTable(
  'batch_lines',
  {
    batchId: text('batch_id')
      .$type<BatchId>()
      .notNull()
      .references(() => batches.id, { onDelete: 'cascade' }),
    /** From 1, in the order of the input. */
    line: integer().notNull(),
    customId: text('custom_id'),
    /** The chat request as JSON text. */
    request: text().notNull(),
    /** It may take its answer from the cache, and give it. */
    cacheable: boolean().notNull().default(true),
    status: batchLineStatus().notNull().default('waiting'),
    /** The task that answers it; null: not submitted yet. A retry is another task. */
    taskId: text('task_id').$type<TaskId>(),
    /** How often it was submitted. */
    runs: integer().notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.batchId, table.line] }),
    index('batch_lines_by_status').on(table.batchId, table.status, table.line),
  ],
);

export type TaskRow = typeof chatTasks.$inferSelect;
