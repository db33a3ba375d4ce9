import type { AttemptView } from '@continuo/shared/protocol/attempts';
import { answerText, type TaskView } from '@continuo/shared/protocol/fold-task';
import { findPrice, priceCall, type PriceList } from '@continuo/shared/protocol/prices';
import type { Rerun, WorkflowAttempt, WorkflowReply } from '@continuo/shared/protocol/workflow-api';
import type { QueuePlace } from '@continuo/shared/redis/waiting-requests';
import { describeStatus } from '../tasks/describe-task.ts';
import type { TaskFacts } from '../tasks/find-task.ts';
import { describeSteps } from './describe-steps.ts';
import { measureProgress } from './measure-progress.ts';
import type { WorkflowNotes } from './workflow-notes.ts';

/** What is told of a task beside its own log. */
export interface Surroundings {
  /** Characters of the finished answer that it copies; undefined: it copies none. */
  sourceCharacters: number | undefined;
  /** Null: Postgres is not reachable. */
  reruns: Rerun[] | null;
  /** Where it waits for a generator; undefined: it does not. */
  place: QueuePlace | undefined;
  prices: PriceList;
}

/** The reply made of a task's facts and its folded log. Pure. */
export function describeWorkflow(
  task: TaskFacts,
  view: TaskView,
  notes: WorkflowNotes,
  { sourceCharacters, reruns, place, prices }: Surroundings,
  nowMs: number,
): WorkflowReply {
  const { links } = view;
  const expected = { maxTokens: task.request.max_tokens, sourceCharacters };
  return {
    ...describeStatus(task, view, nowMs, place),
    steps: describeSteps(view, notes, task.persistedSeq),
    progress: measureProgress(view, expected, nowMs),
    attempts: view.attempts.map((attempt) => describeAttempt(attempt, prices)),
    links: {
      conversation_id: task.conversationId,
      parent_task_id: links.parentTaskId ?? null,
      origin_task_id: links.originTaskId ?? null,
      source_task_id: view.sourceTaskId ?? null,
      batch_id: links.batchId ?? null,
      batch_line: links.batchLine ?? null,
      reruns,
    },
    input: task.request,
    output: view.terminal ? { text: answerText(view) } : null,
  };
}

function describeAttempt(attempt: AttemptView, prices: PriceList): WorkflowAttempt {
  const { end } = attempt;
  return {
    attempt: attempt.attempt,
    epoch: attempt.epoch,
    worker: attempt.worker,
    provider: attempt.provider,
    model: attempt.model,
    strategy: attempt.strategy,
    kept_chunks: attempt.keptChunks,
    chunks: attempt.chunks,
    started_at: attempt.startedAt,
    started_seq: attempt.startedSeq,
    ended_at: end?.at ?? null,
    ended_seq: end?.seq ?? null,
    end_reason: end?.reason ?? null,
    error: end?.code === undefined ? null : { code: end.code, message: end.message ?? '' },
    usage: attempt.usage ?? null,
    saved_output_tokens: attempt.savedOutputTokens,
    cost_usd: attempt.usage
      ? priceCall(findPrice(prices, attempt.provider, attempt.model), attempt.usage)
      : null,
  };
}
