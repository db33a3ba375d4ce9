import { FAILURES, type FailureCode } from '@continuo/shared/protocol/failure';
import { describe, expect, test } from 'vitest';
import { ATTEMPTS_MAX, decideNext, type FailedAttempt } from './decide-next.ts';

const OTHER = { provider: 'anthropic', model: 'other' } as const;

function failed(code: FailureCode, more: Partial<FailedAttempt> = {}): FailedAttempt {
  return {
    failure: { code, message: 'x' },
    attempt: 1,
    fruitlessAttempts: 1,
    alternatives: [],
    circuitMs: 0,
    retryMs: 500,
    ...more,
  };
}

const CODES = Object.keys(FAILURES) as FailureCode[];

describe('the retry policy', () => {
  test.each(CODES)(
    '%s: asks as often as the table says, then somebody else if it may, then gives up',
    (code) => {
      const { retries, failOver } = FAILURES[code];
      const alone = decideNext(failed(code, { fruitlessAttempts: retries + 1 }), 1);
      const helped = decideNext(failed(code, { fruitlessAttempts: retries + 1, alternatives: [OTHER] }), 1);
      const within = decideNext(failed(code, { fruitlessAttempts: retries, alternatives: [OTHER] }), 1);

      expect(alone).toEqual({ tag: 'give_up', isExhausted: retries > 0 });
      expect(helped.tag).toBe(failOver ? 'fail_over' : 'give_up');
      const once = retries > 0 ? 'retry' : helped.tag;
      expect(within.tag).toBe(once);
    },
  );

  test('does not ask again what is refused for good, also when there was text before', () => {
    const refused = failed('provider_quota', { fruitlessAttempts: 0 });
    expect(decideNext(refused)).toEqual({ tag: 'give_up', isExhausted: false });
  });

  test('waits longer from one fruitless attempt to the next, up to a bound, and less with luck', () => {
    const delays = [1, 2, 3].map((n) => decideNext(failed('provider_error', { fruitlessAttempts: n }), 1));
    expect(delays).toEqual([500, 1_000, 2_000].map((delayMs) => ({ tag: 'retry', delayMs })));
    expect(decideNext(failed('provider_error'), 0)).toEqual({ tag: 'retry', delayMs: 0 });
  });

  test('goes on at once with another strategy when a prefill was refused or a run is gone', () => {
    expect(decideNext(failed('prefill_refused'), 1)).toEqual({ tag: 'retry', delayMs: 0 });
    expect(decideNext(failed('run_lost'), 1)).toEqual({ tag: 'retry', delayMs: 0 });
  });

  test('waits at least as long as the provider asked, and asks somebody else when that is too long', () => {
    const patient = failed('provider_rate_limited');
    patient.failure.retryAfterMs = 3_000;
    expect(decideNext(patient, 0)).toEqual({ tag: 'retry', delayMs: 3_000 });
    patient.failure.retryAfterMs = 60_000;
    expect(decideNext(patient, 0)).toEqual({ tag: 'give_up', isExhausted: true });
    expect(decideNext({ ...patient, alternatives: [OTHER] }, 0)).toEqual({ tag: 'fail_over', target: OTHER });
  });

  test('leaves a provider whose circuit is open to others, or waits for it when there are none', () => {
    const open = failed('provider_error', { circuitMs: 4_000 });
    expect(decideNext(open, 0)).toEqual({ tag: 'retry', delayMs: 4_000 });
    expect(decideNext({ ...open, alternatives: [OTHER] }, 0)).toEqual({ tag: 'fail_over', target: OTHER });
  });

  test('ends with the attempts of the task, whatever else is left', () => {
    const last = failed('provider_error', { attempt: ATTEMPTS_MAX, alternatives: [OTHER] });
    expect(decideNext(last)).toEqual({ tag: 'give_up', isExhausted: true });
  });
});
