import { FAILURES } from '@continuo/shared/protocol/failure';
import { isTerminal } from '@continuo/shared/protocol/task-status';
import type { WorkflowAttempt, WorkflowReply } from '@continuo/shared/protocol/workflow-api';
import type { LoggedEntry } from '../events/logged-entry.ts';

/** What is going on with a task at this moment, and what comes next. */
export type Now =
  | { kind: 'queued'; position: number | null }
  | { kind: 'cancelling' }
  | { kind: 'copying'; sourceTaskId: string | null }
  /** `dueAt`: of the service's clock, unix ms. `retry` of at most `retriesMax` for this reason without any text. */
  | { kind: 'retrying'; attempt: number; code: string; dueAt: number; retry: number; retriesMax: number }
  | { kind: 'failing_over'; attempt: number; code: string; provider: string; model: string }
  /** Nobody has heard of its worker lately: another takes over when its lease has run out. */
  | { kind: 'silent'; attempt: WorkflowAttempt }
  | { kind: 'asking'; attempt: WorkflowAttempt }
  | { kind: 'writing'; attempt: WorkflowAttempt };

/** Why there is more than one attempt: how the one before the last ended. */
export interface Why {
  attempt: number;
  before: WorkflowAttempt;
  reason: NonNullable<WorkflowAttempt['end_reason']>;
}

export type NowTask = Pick<
  WorkflowReply,
  'status' | 'queue' | 'cancel_requested' | 'cached' | 'attempt' | 'attempts' | 'links'
>;

/** Undefined: it is over. Pure. @param isWorkerSilent whether its worker has given no sign for too long */
export function describeNow(
  task: NowTask,
  entries: readonly LoggedEntry[],
  isWorkerSilent: boolean,
): Now | undefined {
  if (isTerminal(task.status)) return undefined;
  if (task.cancel_requested) return { kind: 'cancelling' };
  const attempt = task.attempts.at(-1);
  if (task.status === 'queued') return { kind: 'queued', position: task.queue?.estimated_position ?? null };
  if (task.cached || !attempt) return { kind: 'copying', sourceTaskId: task.links.source_task_id };
  if (attempt.end_reason) return describePause(task, attempt, entries);
  if (isWorkerSilent) return { kind: 'silent', attempt };
  const hasText = entries.some(({ type, seq }) => type === 'chunk' && seq > attempt.started_seq);
  return { kind: hasText || attempt.chunks > 0 ? 'writing' : 'asking', attempt };
}

function describePause(task: NowTask, attempt: WorkflowAttempt, entries: readonly LoggedEntry[]): Now {
  const ending = entries.findLast(({ seq }) => seq === attempt.ended_seq);
  const code = attempt.error?.code ?? '';
  if (ending?.type === 'failed_over') {
    const { to_provider: provider, to_model: model } = ending.data;
    return {
      kind: 'failing_over',
      attempt: task.attempt + 1,
      code,
      provider: String(provider),
      model: String(model),
    };
  }
  const delayMs = Number(ending?.data['delay_ms'] ?? 0);
  return {
    kind: 'retrying',
    attempt: task.attempt + 1,
    code,
    dueAt: (attempt.ended_at ?? 0) + delayMs,
    retry: countFruitless(task.attempts),
    retriesMax: retriesOf(code),
  };
}

/** Failed attempts in a row at its end, from the last that brought text on. */
function countFruitless(attempts: readonly WorkflowAttempt[]): number {
  const last = attempts.findLastIndex(({ chunks, end_reason: reason }) => chunks > 0 || reason !== 'failed');
  const isLastFailed = attempts[last]?.end_reason === 'failed';
  return Math.max(1, attempts.length - 1 - last + (isLastFailed ? 1 : 0));
}

function retriesOf(code: string): number {
  const known = Object.entries(FAILURES).find(([name]) => name === code);
  return known?.[1].retries ?? 0;
}

/** Undefined: it is the first attempt. Pure. */
export function explainAttempt(attempts: readonly WorkflowAttempt[]): Why | undefined {
  const [before, last] = attempts.slice(-2);
  if (!before?.end_reason || !last) return undefined;
  return { attempt: last.attempt, before, reason: before.end_reason };
}
