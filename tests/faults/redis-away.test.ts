import { expectUnharmed } from './support/expect-unharmed.ts';
import { killRedis, silenceRedis } from './trials/redis-away.ts';
import { test } from 'vitest';

const TEST_MS = 120_000;

test('fault 18: Redis killed in mid-answer costs time and nothing else', { timeout: TEST_MS }, async () => {
  expectUnharmed(await killRedis({ rounds: 1, answers: 6 }));
});

test(
  'fault 20: a Redis that is silent for longer than a lease and a command may take costs time and nothing else',
  {
    timeout: TEST_MS,
  },
  async () => {
    expectUnharmed(await silenceRedis({ rounds: 1, answers: 6 }, 7_000));
  },
);
