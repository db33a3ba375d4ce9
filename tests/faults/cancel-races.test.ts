import { expect, test } from 'vitest';
import { STACK_START_MS } from '../support/test-stack.ts';
import { expectUnharmed } from './support/expect-unharmed.ts';
import { trials } from './trials/cancel-races.ts';

const RACES = 60;

test.each(trials)(
  'fault $fault: $name',
  async ({ run }) => {
    const measured = await run({ rounds: RACES, answers: RACES });
    expectUnharmed(measured);
    expect(measured.answers).toBe(RACES);
  },
  STACK_START_MS,
);
