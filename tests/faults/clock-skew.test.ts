import { test } from 'vitest';
import { expectUnharmed } from './support/expect-unharmed.ts';
import { SMALL, TRIAL_MS } from './support/small-scale.ts';
import { trials } from './trials/clock-skew.ts';

test.each(trials)('fault $fault: $name', { timeout: TRIAL_MS }, async ({ run }) => {
  expectUnharmed(await run({ ...SMALL, rounds: 1 }));
});
