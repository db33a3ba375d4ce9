import { expect, test } from 'vitest';
import { makeChaosOptions } from './chaos-options.ts';
import { startNaiveStack } from './naive/start-naive-stack.ts';
import { planChaos } from './plan-chaos.ts';
import { judgeRun } from './report/judge-run.ts';
import { runChaos } from './run-chaos.ts';

const TEST_MS = 300_000;

test(
  'invariants 1 to 12: a minute of kills, pauses, drains, faulty providers and cancels breaks none of them',
  async () => {
    const options = makeChaosOptions({
      seconds: 60,
      seed: 3,
      generators: 2,
      faultsPerMinute: 30,
      tasksPerMinute: 90,
    });
    const { violations, defects, missing } = judgeRun(await runChaos(options, planChaos(options)));
    expect({ violations, defects, missing }).toEqual({ violations: [], defects: [], missing: [] });
  },
  TEST_MS,
);

test(
  'the same run, shorter, finds out a generator without a fence',
  async () => {
    const options = makeChaosOptions({
      seconds: 12,
      settleSeconds: 6,
      seed: 5,
      generators: 2,
      gateways: 1,
      persisters: 1,
      faultsPerMinute: 60,
      tasksPerMinute: 180,
    });
    const { violations } = judgeRun(await runChaos(options, planChaos(options), startNaiveStack));
    expect(violations.map(({ invariant }) => invariant)).toEqual(expect.arrayContaining([6]));
    expect(violations.length).toBeGreaterThan(3);
  },
  TEST_MS,
);
