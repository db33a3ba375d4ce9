import type { EntryDraft } from '@continuo/shared/protocol/entry';
import { describe, expect, test } from 'vitest';
import { describeLog, emptyLog, takeEntry, type AnswerLog } from './answer-log.ts';

const accepted: EntryDraft = {
  type: 'accepted',
  provider: 'simulator',
  model: 'sim-writer',
  conversation_id: 'c_1',
  request_hash: 'h',
};
const attempt = (number: number, keptChunks: number): EntryDraft => ({
  type: 'attempt_started',
  attempt: number,
  worker: `host-${number}`,
  provider: 'simulator',
  model: 'sim-writer',
  strategy: 'restart',
  kept_chunks: keptChunks,
});
const chunk = (chunkId: number, text: string): EntryDraft => ({ type: 'chunk', chunk_id: chunkId, text });

/** A log of these entries, one a second. */
function logOf(...drafts: EntryDraft[]): AnswerLog {
  const log = emptyLog();
  drafts.forEach((draft, index) => {
    const header = { seq: index + 1, incarnation: 0, epoch: 1, at: (index + 1) * 1_000 };
    takeEntry(log, { ...header, ...draft }, 50_000);
  });
  return log;
}

describe('the text', () => {
  test('is the counted chunks in order', () => {
    expect(logOf(accepted, attempt(1, 0), chunk(0, 'Hello'), chunk(1, ', you')).text).toBe('Hello, you');
  });

  test('goes on when a later attempt keeps what there is', () => {
    const log = logOf(accepted, attempt(1, 0), chunk(0, 'a'), chunk(1, 'b'), attempt(2, 2), chunk(2, 'c'));
    expect(log.text).toBe('abc');
    expect(log.notes).toMatchObject([{ attempt: 2, worker: 'host-2', offset: 2, gapMs: 1_000, dropped: '' }]);
  });

  test('is cut to what a later attempt keeps, and the rest is in its note', () => {
    const log = logOf(accepted, attempt(1, 0), chunk(0, 'a'), chunk(1, 'bc'), attempt(2, 1), chunk(2, 'd'));
    expect(log.text).toBe('ad');
    expect(log.notes).toMatchObject([{ attempt: 2, offset: 1, dropped: 'bc' }]);
  });

  test('names the attempt that wrote what does not count any more', () => {
    const began = logOf(accepted, attempt(1, 0), chunk(0, 'a'), attempt(2, 1), attempt(3, 0), chunk(1, 'b'));
    expect(began.notes).toMatchObject([
      { attempt: 2, dropped: '' },
      { attempt: 3, dropped: 'a', interrupted: 1 },
    ]);
  });

  test('has no note of the first attempt', () => {
    expect(logOf(accepted, attempt(1, 0), chunk(0, 'a')).notes).toEqual([]);
  });

  test('survives being kept as JSON in the middle', () => {
    const whole = logOf(accepted, attempt(1, 0), chunk(0, 'a'), chunk(1, 'b'), attempt(2, 1), chunk(2, 'c'));
    const half = JSON.parse(JSON.stringify(logOf(accepted, attempt(1, 0), chunk(0, 'a'), chunk(1, 'b'))));
    const header = { incarnation: 0, epoch: 1 };
    takeEntry(half, { ...header, seq: 5, at: 5_000, ...attempt(2, 1) }, 50_000);
    takeEntry(half, { ...header, seq: 6, at: 6_000, ...chunk(2, 'c') }, 50_000);
    expect(describeLog(half)).toEqual(describeLog(whole));
  });
});

describe('a retry', () => {
  const retry: EntryDraft = {
    type: 'retry_scheduled',
    attempt: 1,
    code: 'provider_overloaded',
    message: 'busy',
    delay_ms: 4_000,
  };

  test('is pending from the moment it was read', () => {
    expect(logOf(accepted, attempt(1, 0), retry).retry).toMatchObject({ attempt: 2, dueAt: 54_000 });
  });

  test('stays pending while a cancel is asked for', () => {
    expect(logOf(accepted, attempt(1, 0), retry, { type: 'cancel_requested' }).retry).toBeDefined();
  });

  test('is over when the attempt starts', () => {
    expect(logOf(accepted, attempt(1, 0), retry, attempt(2, 0)).retry).toBeUndefined();
  });
});

describe('the end', () => {
  test('of a failed task says why', () => {
    const log = logOf(accepted, attempt(1, 0), chunk(0, 'a'), {
      type: 'failed',
      code: 'provider_error',
      message: 'it broke',
      retryable: true,
    });
    expect(describeLog(log)).toMatchObject({
      status: 'failed',
      text: 'a',
      finishedAt: 4_000,
      outcome: { kind: 'failed', code: 'provider_error', message: 'it broke' },
    });
  });

  test('of a stopped task keeps its text', () => {
    const log = logOf(accepted, attempt(1, 0), chunk(0, 'a'), { type: 'cancelled' });
    expect(describeLog(log)).toMatchObject({
      status: 'cancelled',
      text: 'a',
      outcome: { kind: 'cancelled' },
    });
  });
});
