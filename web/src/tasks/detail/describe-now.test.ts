import type { WorkflowAttempt } from '@continuo/shared/protocol/workflow-api';
import { describe, expect, test } from 'vitest';
import type { LoggedEntry } from '../events/logged-entry.ts';
import { makeAttempt } from '../testing/make-attempt.ts';
import { describeNow, explainAttempt, type NowTask } from './describe-now.ts';

const ATTEMPT = makeAttempt();
const FAILED = makeAttempt({
  ended_at: 2_000,
  ended_seq: 3,
  end_reason: 'failed',
  error: { code: 'provider_overloaded', message: 'busy' },
});
const LINKS = {
  conversation_id: 'c_1',
  parent_task_id: null,
  origin_task_id: null,
  source_task_id: null,
  batch_id: null,
  batch_line: null,
  reruns: [],
};

function makeTask(given: Partial<NowTask>): NowTask {
  return {
    status: 'running',
    queue: null,
    cancel_requested: false,
    cached: false,
    attempt: 1,
    attempts: [ATTEMPT],
    links: LINKS,
    ...given,
  };
}

function makeEntry(seq: number, type: LoggedEntry['type'], data: Record<string, unknown> = {}): LoggedEntry {
  return { id: `${seq}-0`, seq, incarnation: 0, type, epoch: 1, at: 1_000, data };
}

const RETRY = makeEntry(3, 'retry_scheduled', { delay_ms: 4_000 });

describe('a task now', () => {
  test('waits in the queue, at a place', () => {
    const task = makeTask({ status: 'queued', attempts: [], queue: { estimated_position: 3 } });
    expect(describeNow(task, [], false)).toEqual({ kind: 'queued', position: 3 });
  });

  test('asks until the first text comes, then writes', () => {
    expect(describeNow(makeTask({}), [makeEntry(2, 'attempt_started')], false)?.kind).toBe('asking');
    expect(describeNow(makeTask({}), [makeEntry(3, 'chunk')], false)?.kind).toBe('writing');
    expect(describeNow(makeTask({ attempts: [{ ...ATTEMPT, chunks: 9 }] }), [], false)?.kind).toBe('writing');
  });

  test('has a worker that gives no sign', () => {
    expect(describeNow(makeTask({}), [], true)).toEqual({ kind: 'silent', attempt: ATTEMPT });
  });

  test('waits for its next attempt until a moment', () => {
    expect(describeNow(makeTask({ attempts: [FAILED] }), [RETRY], true)).toEqual({
      kind: 'retrying',
      attempt: 2,
      code: 'provider_overloaded',
      dueAt: 6_000,
      retry: 1,
      retriesMax: 3,
    });
  });

  test('counts retries from the last text on', () => {
    const retryOf = (attempts: WorkflowAttempt[]) => {
      const now = describeNow(makeTask({ attempts }), [RETRY], false);
      return now?.kind === 'retrying' ? now.retry : undefined;
    };
    expect(retryOf([FAILED, FAILED])).toBe(2);
    expect(retryOf([FAILED, { ...FAILED, chunks: 5 }, FAILED])).toBe(2);
    expect(retryOf([FAILED, { ...FAILED, chunks: 5 }])).toBe(1);
  });

  test('goes on elsewhere', () => {
    const entry = makeEntry(3, 'failed_over', { to_provider: 'openai', to_model: 'other' });
    const attempts = [{ ...FAILED, end_reason: 'failed_over' as const }];
    expect(describeNow(makeTask({ attempts }), [entry], false)).toMatchObject({
      kind: 'failing_over',
      provider: 'openai',
      model: 'other',
    });
  });

  test('is being cancelled, whatever else it does', () => {
    expect(describeNow(makeTask({ cancel_requested: true }), [], true)).toEqual({ kind: 'cancelling' });
  });

  test('copies an answer that is being written', () => {
    const task = makeTask({ cached: true, attempts: [], links: { ...LINKS, source_task_id: 't0_2' } });
    expect(describeNow(task, [], false)).toEqual({ kind: 'copying', sourceTaskId: 't0_2' });
  });

  test('is nothing when it is over', () => {
    expect(describeNow(makeTask({ status: 'failed', cancel_requested: true }), [], false)).toBeUndefined();
  });
});

test('a further attempt has its reason in the one before', () => {
  const lost: WorkflowAttempt = { ...ATTEMPT, end_reason: 'worker_lost' };
  expect(explainAttempt([lost, { ...ATTEMPT, attempt: 2 }])).toEqual({
    attempt: 2,
    before: lost,
    reason: 'worker_lost',
  });
  expect(explainAttempt([ATTEMPT])).toBeUndefined();
});
