import { expect, test } from 'vitest';
import { expectUnharmed } from './support/expect-unharmed.ts';
import { TRIAL_MS } from './support/small-scale.ts';
import { trials } from './trials/redis-data-lost.ts';

test.each(trials)('fault $fault, invariant 4: $name', { timeout: TRIAL_MS }, async ({ run }) => {
  const measured = await run({ rounds: 1, answers: 9, leaseMs: 1_000 });
  expectUnharmed(measured);
  expect(measured.recoveryMs).toHaveLength(9);
  expect(measured.remark).toMatch(/^9 of 9 logs rebuilt; [1-9] readers got one rewind, 0 more than one$/);
});
