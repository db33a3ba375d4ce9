import type { BatchLineReply, BatchReply } from '@continuo/shared/protocol/batch-api';
import { conversationOf } from '@continuo/shared/protocol/task-id';
import type { BatchRow } from '@continuo/shared/postgres/read-batches';
import type { ListedLine } from '@continuo/shared/postgres/batch-lines';

/** Replies made from rows. Pure. */

export function describeBatch(row: BatchRow): BatchReply {
  const { total, running, completed, cached, failed, cancelled } = row;
  const waiting = total - running - completed - failed - cancelled;
  return {
    batch_id: row.id,
    name: row.name,
    status: row.status,
    concurrency: row.concurrency,
    conversation_id: conversationOf(row.id),
    created_at: row.createdAt,
    finished_at: row.finishedAt,
    progress: { total, waiting, running, completed, cached, failed, cancelled },
    tokens: { input: row.inputTokens, output: row.outputTokens },
    cost_usd: row.costUsd,
    unpriced: row.unpriced,
  };
}

export function describeLine(row: ListedLine): BatchLineReply {
  return {
    line: row.line,
    custom_id: row.customId,
    status: row.status,
    task_id: row.taskId,
    runs: row.runs,
    prompt: row.prompt,
    cached: row.cached ?? false,
    finished_at: row.finishedAt,
    output_tokens: row.outputTokens,
    cost_usd: row.costUsd,
    error: row.errorCode === null ? null : { code: row.errorCode, message: row.errorMessage ?? '' },
  };
}
