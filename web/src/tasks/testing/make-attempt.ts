import type { WorkflowAttempt } from '@continuo/shared/protocol/workflow-api';

/** A first attempt that is under way, but for what is given. */
export function makeAttempt(given: Partial<WorkflowAttempt> = {}): WorkflowAttempt {
  return {
    attempt: 1,
    epoch: 1,
    worker: 'w-1',
    provider: 'simulator',
    model: 'sim-writer',
    strategy: 'restart',
    kept_chunks: 0,
    chunks: 0,
    started_at: 1_100,
    started_seq: 2,
    ended_at: null,
    ended_seq: null,
    end_reason: null,
    error: null,
    usage: null,
    saved_output_tokens: 0,
    cost_usd: null,
    ...given,
  };
}
