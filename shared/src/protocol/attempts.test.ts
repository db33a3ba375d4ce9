import { expect, test } from 'vitest';
import type { AttemptView } from './attempts.ts';
import { NO_USAGE, type EntryDraft } from './entry.ts';
import { foldTask } from './fold-task.ts';

const ACCEPTED: EntryDraft = {
  type: 'accepted',
  provider: 'openai',
  model: 'small',
  conversation_id: 'c_1',
  request_hash: 'ab',
};
const COMPLETED: EntryDraft = { type: 'completed', finish_reason: 'stop', usage: NO_USAGE, cost_usd: 0 };
const FAILED: EntryDraft = {
  type: 'failed',
  code: 'deadline_exceeded',
  message: 'too late',
  retryable: true,
};
const BROKE_OFF = { attempt: 1, code: 'provider_interrupted', message: 'broke off' } as const;

function started(attempt: number, previousEnd?: 'worker_lost' | 'handed_over'): EntryDraft {
  return {
    type: 'attempt_started',
    attempt,
    worker: `host-${attempt}`,
    provider: 'openai',
    model: 'small',
    strategy: 'continue',
    kept_chunks: 0,
    ...(previousEnd && { previous_end: previousEnd }),
  };
}

function chunk(id: number): EntryDraft {
  return { type: 'chunk', chunk_id: id, text: 'x' };
}

/** The attempts of a log, behind `accepted`, of entries with their epochs. Each is a second after the one before. */
function attemptsOf(...log: [epoch: number, draft: EntryDraft][]): AttemptView[] {
  const all: typeof log = [[0, ACCEPTED], ...log];
  const entries = all.map(([epoch, draft], i) => ({
    seq: i + 1,
    incarnation: 0,
    epoch,
    at: (i + 1) * 1_000,
    ...draft,
  }));
  return foldTask(entries).attempts;
}

function endsOf(...log: [epoch: number, draft: EntryDraft][]): unknown[] {
  return attemptsOf(...log).map(({ end }) => end && [end.reason, end.seq, ...(end.code ? [end.code] : [])]);
}

test('an attempt goes on until an entry tells its end', () => {
  expect(attemptsOf([1, started(1)], [1, chunk(0)], [1, chunk(1)])).toMatchObject([
    { attempt: 1, startedAt: 2_000, startedSeq: 2, chunks: 2, end: undefined },
  ]);
  expect(attemptsOf([1, started(1)], [1, COMPLETED])[0]?.end).toEqual({
    reason: 'completed',
    at: 3_000,
    seq: 3,
  });
});

test('a failure ends it with its code, whether the same provider, another, or nobody is asked again', () => {
  const retry: EntryDraft = { type: 'retry_scheduled', ...BROKE_OFF, delay_ms: 5 };
  const failover: EntryDraft = {
    type: 'failed_over',
    ...BROKE_OFF,
    from_provider: 'openai',
    to_provider: 'anthropic',
    to_model: 'm',
  };
  expect(
    endsOf([1, started(1)], [1, retry], [1, started(2)], [1, failover], [1, started(3)], [1, FAILED]),
  ).toEqual([
    ['failed', 3, 'provider_interrupted'],
    ['failed_over', 5, 'provider_interrupted'],
    ['failed', 7, 'deadline_exceeded'],
  ]);
});

test('one that had failed before its task was ended keeps its own end', () => {
  const retry: EntryDraft = { type: 'retry_scheduled', ...BROKE_OFF, delay_ms: 5 };
  expect(endsOf([1, started(1)], [1, retry], [1, { type: 'cancelled' }])).toEqual([
    ['failed', 3, 'provider_interrupted'],
  ]);
});

test.each(['worker_lost', 'handed_over'] as const)('the next holder tells that it was %s', (reason) => {
  expect(endsOf([1, started(1)], [1, chunk(0)], [2, started(2, reason)], [2, COMPLETED])).toEqual([
    [reason, 4],
    ['completed', 5],
  ]);
});

test('a takeover that tells nothing leaves open how it came to that', () => {
  expect(endsOf([1, started(1)], [2, started(2)])).toEqual([['handed_over_or_lost', 3], undefined]);
});

test('a next attempt of the same holder is an answer that was begun again', () => {
  expect(endsOf([1, started(1)], [1, started(2)])).toEqual([['began_again', 3], undefined]);
});

test('a cancel ends the attempt of its holder, and not that of one that was gone', () => {
  const intent: EntryDraft = { type: 'cancel_requested' };
  expect(endsOf([1, started(1)], [1, intent], [1, { type: 'cancelled' }])).toEqual([['cancelled', 4]]);
  expect(endsOf([1, started(1)], [2, intent], [2, { type: 'cancelled' }])).toEqual([
    ['handed_over_or_lost', 4],
  ]);
});
