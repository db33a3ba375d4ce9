import { expect, test } from 'vitest';
import type { EntryDraft } from '@continuo/shared/protocol/entry';
import { emptyFailureList, takeFailure } from './attempt-failures.ts';

const STARTED = {
  type: 'attempt_started',
  provider: 'openai',
  model: 'small',
  strategy: 'restart',
  kept_chunks: 0,
} as const;

function started(attempt: number, worker = 'host-1'): EntryDraft {
  return { ...STARTED, attempt, worker };
}

const FAILED: EntryDraft = { type: 'failed', code: 'provider_error', message: 'no', retryable: true };

/** @param log drafts with the epoch each was written in; a second apart */
function failuresOf(...log: [epoch: number, draft: EntryDraft][]) {
  const list = emptyFailureList();
  for (const [i, [epoch, draft]] of log.entries()) {
    takeFailure(list, { seq: i + 1, incarnation: 0, epoch, at: 1_000 * (i + 1), ...draft });
  }
  return list.failures;
}

test('an attempt that failed says who failed, why, and what followed', () => {
  const failures = failuresOf(
    [1, started(1)],
    [1, { type: 'retry_scheduled', attempt: 1, code: 'provider_error', message: 'oh', delay_ms: 5 }],
    [1, started(2)],
    [1, FAILED],
  );
  expect(failures).toEqual([
    {
      attempt: 1,
      at: 2_000,
      worker: 'host-1',
      provider: 'openai',
      model: 'small',
      code: 'provider_error',
      message: 'oh',
      followed_by: 'retry',
    },
    expect.objectContaining({ attempt: 2, at: 4_000, code: 'provider_error', followed_by: 'end' }),
  ]);
});

test('a failover is told with the provider that was left', () => {
  const failures = failuresOf(
    [1, started(1)],
    [
      1,
      {
        type: 'failed_over',
        attempt: 1,
        code: 'provider_auth',
        message: 'no key',
        from_provider: 'openai',
        to_provider: 'anthropic',
        to_model: 'large',
      },
    ],
  );
  expect(failures).toMatchObject([{ provider: 'openai', code: 'provider_auth', followed_by: 'failover' }]);
});

test('an attempt whose generator died is told by the one that took over', () => {
  const failures = failuresOf([1, started(1, 'host-1')], [2, started(2, 'host-2')], [2, FAILED]);
  expect(failures).toMatchObject([
    { attempt: 1, at: 2_000, worker: 'host-1', code: null, followed_by: 'takeover' },
    { attempt: 2, worker: 'host-2', followed_by: 'end' },
  ]);
});

test('an attempt that began again in the same hands is told apart from a takeover', () => {
  expect(failuresOf([1, started(1)], [1, started(2)])).toMatchObject([
    { code: null, followed_by: 'restart' },
  ]);
});

test('what came between a failure and the next attempt is told too', () => {
  const failures = failuresOf(
    [1, started(1)],
    [1, { type: 'retry_scheduled', attempt: 1, code: 'provider_error', message: 'oh', delay_ms: 5 }],
    [1, { type: 'failed', code: 'deadline_exceeded', message: 'late', retryable: true }],
  );
  expect(failures.map(({ code, followed_by }) => [code, followed_by])).toEqual([
    ['provider_error', 'retry'],
    ['deadline_exceeded', 'end'],
  ]);
});
