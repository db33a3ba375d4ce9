import { and, asc, eq, gt, inArray, notExists, sql } from 'drizzle-orm';
import type { BatchLinesQuery } from '../protocol/batch-api.ts';
import type { BatchId, TaskId } from '../protocol/task-id.ts';
import type { Postgres } from './connection.ts';
import { batchLines, chatTasks } from './schema.ts';

/** Characters of a prompt in a list. */
const LISTED_PROMPT_CHARS_MAX = 1_000;

const lineColumns = {
  line: batchLines.line,
  customId: batchLines.customId,
  status: batchLines.status,
  taskId: batchLines.taskId,
  runs: batchLines.runs,
};

const outcomeColumns = {
  cached: chatTasks.cached,
  createdAt: chatTasks.createdAt,
  finishedAt: chatTasks.finishedAt,
  inputTokens: chatTasks.inputTokens,
  cachedInputTokens: chatTasks.cachedInputTokens,
  outputTokens: chatTasks.outputTokens,
  reasoningTokens: chatTasks.reasoningTokens,
  usageEstimated: chatTasks.usageEstimated,
  costUsd: chatTasks.costUsd,
  errorCode: chatTasks.errorCode,
  errorMessage: chatTasks.errorMessage,
};

/** A page of lines, in order, with what is mirrored of their tasks; one more than the page, if there is one. */
export async function listBatchLines(postgres: Postgres, batchId: BatchId, query: BatchLinesQuery) {
  return await postgres.run(({ drizzle }) =>
    drizzle
      .select({
        ...lineColumns,
        ...outcomeColumns,
        prompt: sql<string>`coalesce(left(${batchLines.request}::jsonb #>> '{messages,-1,content}', ${LISTED_PROMPT_CHARS_MAX}), '')`,
      })
      .from(batchLines)
      .leftJoin(chatTasks, eq(chatTasks.id, batchLines.taskId))
      .where(
        and(
          eq(batchLines.batchId, batchId),
          gt(batchLines.line, query.after),
          query.status && eq(batchLines.status, query.status),
        ),
      )
      .orderBy(asc(batchLines.line))
      .limit(query.limit + 1),
  );
}
export type ListedLine = Awaited<ReturnType<typeof listBatchLines>>[number];

/** Lines with their answers, in order, where these were read from their logs already. */
export async function listResults(postgres: Postgres, batchId: BatchId, afterLine: number, limit: number) {
  return await postgres.run(({ drizzle }) =>
    drizzle
      .select({
        ...lineColumns,
        ...outcomeColumns,
        model: chatTasks.model,
        finishReason: chatTasks.finishReason,
        answer: chatTasks.answer,
      })
      .from(batchLines)
      .leftJoin(chatTasks, eq(chatTasks.id, batchLines.taskId))
      .where(and(eq(batchLines.batchId, batchId), gt(batchLines.line, afterLine)))
      .orderBy(asc(batchLines.line))
      .limit(limit),
  );
}
export type ResultRow = Awaited<ReturnType<typeof listResults>>[number];

export interface LineTask {
  line: number;
  taskId: TaskId;
}

/** Lines under way whose tasks Postgres does not know: accepted a moment ago, or never submitted. */
export async function listUnmirroredLines(postgres: Postgres, batchId: BatchId): Promise<LineTask[]> {
  const rows = await postgres.run(({ drizzle }) =>
    drizzle
      .select({ line: batchLines.line, taskId: batchLines.taskId })
      .from(batchLines)
      .where(
        and(
          eq(batchLines.batchId, batchId),
          eq(batchLines.status, 'running'),
          notExists(
            drizzle
              .select({ one: sql`1` })
              .from(chatTasks)
              .where(eq(chatTasks.id, batchLines.taskId)),
          ),
        ),
      ),
  );
  return rows.filter((row): row is LineTask => row.taskId !== null);
}

/** The tasks of the lines under way. */
export async function listRunningTasks(postgres: Postgres, batchId: BatchId): Promise<TaskId[]> {
  const rows = await postgres.run(({ drizzle }) =>
    drizzle
      .select({ taskId: batchLines.taskId })
      .from(batchLines)
      .where(and(eq(batchLines.batchId, batchId), eq(batchLines.status, 'running'))),
  );
  return rows.flatMap(({ taskId }) => taskId ?? []);
}

/** What these lines ask. */
export async function readLineRequests(postgres: Postgres, batchId: BatchId, lines: readonly number[]) {
  if (lines.length === 0) return [];
  return await postgres.run(({ drizzle }) =>
    drizzle
      .select({ line: batchLines.line, request: batchLines.request, cacheable: batchLines.cacheable })
      .from(batchLines)
      .where(and(eq(batchLines.batchId, batchId), inArray(batchLines.line, [...lines]))),
  );
}
