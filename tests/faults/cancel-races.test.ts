import { expect, test } from 'vitest';
import { expectUnharmed } from './support/expect-unharmed.ts';
import { SMALL, TRIAL_MS } from './support/small-scale.ts';
import { trials } from './trials/cancel-races.ts';

const RACES = 60;

test.each(trials)(
  'fault $fault: $name',
  async ({ run }) => {
    const measured = await run({ ...SMALL, rounds: RACES, answers: RACES });
    expectUnharmed(measured);
    expect(measured.answers).toBe(RACES);
  },
  TRIAL_MS,
);
