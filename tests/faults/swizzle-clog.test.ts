import { test } from 'vitest';
import { STACK_START_MS } from '../support/test-stack.ts';
import { expectUnharmed } from './support/expect-unharmed.ts';
import { trials } from './trials/swizzle-clog.ts';

test.each(trials)(
  'fault $fault: $name',
  async ({ run }) => {
    expectUnharmed(await run({ rounds: 2, answers: 10 }));
  },
  STACK_START_MS,
);
