import type { TurnRow } from '@continuo/shared/postgres/read-turns';
import type { TurnReply } from '@continuo/shared/protocol/conversation-api';
import { promptOf } from '@continuo/shared/protocol/chat-request';
import { answerText, usageOf, type TaskView } from '@continuo/shared/protocol/fold-task';
import type { TaskFacts } from '../tasks/find-task.ts';

/** A turn as its row tells it. Its answer is there once it was stored for searches. */
export function describeStoredTurn(row: TurnRow): TurnReply {
  return {
    task_id: row.id,
    parent_task_id: row.parentTaskId,
    origin_task_id: row.originTaskId,
    status: row.status,
    provider: row.provider,
    model: row.model,
    cached: row.cached,
    attempt: row.attempts,
    prompt: row.prompt,
    answer: row.answer ?? '',
    is_cut: row.isCut,
    seq: row.seq,
    finish_reason: row.finishReason,
    usage:
      row.inputTokens === null
        ? null
        : {
            input_tokens: row.inputTokens,
            cached_input_tokens: row.cachedInputTokens ?? 0,
            output_tokens: row.outputTokens ?? 0,
            reasoning_tokens: row.reasoningTokens ?? 0,
            estimated: row.usageEstimated ?? false,
          },
    cost_usd: row.costUsd,
    error: row.errorCode === null ? null : { code: row.errorCode, message: row.errorMessage ?? '' },
    created_at: row.createdAt,
    finished_at: row.finishedAt,
  };
}

/** What the log of a task says of it: newer than its row, or all there is. */
export function describeLoggedTurn(taskId: string, prompt: string, view: TaskView): TurnReply {
  const { terminal, links } = view;
  return {
    task_id: taskId,
    parent_task_id: links.parentTaskId ?? null,
    origin_task_id: links.originTaskId ?? null,
    status: view.status,
    provider: view.provider,
    model: view.model,
    cached: view.cached,
    attempt: view.attempt,
    prompt,
    answer: answerText(view),
    is_cut: false,
    seq: view.seq,
    finish_reason: terminal?.type === 'completed' ? terminal.finish_reason : null,
    usage: usageOf(view) ?? null,
    cost_usd: terminal?.cost_usd ?? null,
    error: terminal?.type === 'failed' ? { code: terminal.code, message: terminal.message } : null,
    created_at: view.acceptedAt,
    finished_at: view.finishedAt ?? null,
  };
}

export function describeFreshTurn(task: Pick<TaskFacts, 'taskId' | 'request'>, view: TaskView): TurnReply {
  return describeLoggedTurn(task.taskId, promptOf(task.request), view);
}

/** Newest first, as the pages of Postgres are. */
export function compareTurns(a: TurnReply, b: TurnReply): number {
  return b.created_at - a.created_at || (a.task_id < b.task_id ? 1 : -1);
}
