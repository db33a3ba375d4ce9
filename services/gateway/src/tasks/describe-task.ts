import { promptOf } from '@continuo/shared/protocol/chat-request';
import { answerText, usageOf, type TaskView } from '@continuo/shared/protocol/fold-task';
import type { ChunksReply, ResultReply, StatusReply } from '@continuo/shared/protocol/http-api';
import type { QueuePlace } from '@continuo/shared/redis/waiting-requests';
import type { TaskFacts } from './find-task.ts';

/** Replies made from a task's facts and its folded log. Pure: the same log gives the same reply. */

export function describeStatus(
  task: TaskFacts,
  view: TaskView,
  nowMs: number,
  place?: QueuePlace,
): StatusReply {
  const characters = view.chunks.reduce((sum, chunk) => sum + chunk.text.length, 0);
  const endMs = view.finishedAt ?? Math.max(nowMs, view.acceptedAt);
  return {
    task_id: task.taskId,
    conversation_id: task.conversationId,
    status: view.status,
    provider: view.provider,
    model: view.model,
    prompt: promptOf(task.request),
    cached: view.cached,
    attempt: view.attempt,
    created_at: view.acceptedAt,
    finished_at: view.finishedAt ?? null,
    seq: view.seq,
    incarnation: task.incarnation,
    epoch: Math.max(view.epoch, task.epoch),
    chunks_count: view.chunks.length,
    cancel_requested: view.cancelRequested,
    progress: { chunks: view.chunks.length, characters, elapsed_ms: endMs - view.acceptedAt },
    timings: {
      created_at: view.acceptedAt,
      started_at: view.startedAt ?? null,
      first_chunk_at: view.firstChunkAt ?? null,
      finished_at: view.finishedAt ?? null,
    },
    persisted_seq: task.persistedSeq,
    queue: place === undefined ? null : { estimated_position: place.position },
    ...describeOutcome(view),
  };
}

export function describeChunks(view: TaskView, fromId: number): ChunksReply {
  return {
    chunks: view.chunks.filter((chunk) => chunk.chunk_id >= fromId),
    status: view.status,
    next_id: view.nextChunkId,
  };
}

export function describeResult(task: TaskFacts, view: TaskView): ResultReply {
  return {
    task_id: task.taskId,
    status: view.status,
    text: answerText(view),
    cached: view.cached,
    ...describeOutcome(view),
  };
}

function describeOutcome(view: TaskView) {
  const { terminal } = view;
  return {
    finish_reason: terminal?.type === 'completed' ? terminal.finish_reason : null,
    usage: usageOf(view) ?? null,
    cost_usd: terminal?.cost_usd ?? null,
    error:
      terminal?.type === 'failed'
        ? { code: terminal.code, message: terminal.message, retryable: terminal.retryable }
        : null,
  };
}
