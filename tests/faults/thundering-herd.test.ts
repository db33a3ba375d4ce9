import { test } from 'vitest';
import { STACK_START_MS } from '../support/test-stack.ts';
import { expectUnharmed } from './support/expect-unharmed.ts';
import { trials } from './trials/thundering-herd.ts';

test.each(trials)(
  'fault $fault: $name',
  async ({ run }) => {
    expectUnharmed(await run({ rounds: 1, answers: 20 }));
  },
  STACK_START_MS,
);
