import { describe, expect, test } from 'vitest';
import { FAILURES, isRetryable, type FailureCode } from './failure.ts';

describe('a failure that asking again cannot help', () => {
  test.each([
    'provider_quota',
    'provider_auth',
    'provider_rejected',
    'model_not_found',
    'context_too_long',
    'poison',
  ] as const)('%s', (code) => {
    expect(isRetryable(code)).toBe(false);
  });
});

test.each(Object.keys(FAILURES) as FailureCode[])('%s has a sentence for the person who waits', (code) => {
  expect(FAILURES[code].title).toMatch(/^The .*\.$|^No .*\.$|^Continuo .*\.$/);
});
