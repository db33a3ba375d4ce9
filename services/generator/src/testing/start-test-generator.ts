import type { PriceList } from '@continuo/shared/protocol/prices';
import { makeLogger } from '@continuo/shared/runtime/logger';
import type { RunningService } from '@continuo/shared/runtime/run-service';
import { onTestFinished } from 'vitest';
import type { Config } from '../config.ts';
import { startGenerator } from '../start-generator.ts';

const FREE_OF_CHARGE: PriceList = {
  providers: {
    simulator: { taken: '2026-01-01', models: { 'sim-*': { input: 0, cached_input: 0, output: 0 } } },
  },
};

/** A generator in this process; it ends with the test at the latest. */
export async function startTestGenerator(
  redisUrl: string,
  simulatorUrl: string,
  overrides: Partial<Config> = {},
): Promise<RunningService> {
  const config: Config = {
    redisUrl,
    partitions: 1,
    concurrency: 100,
    // Tests that are not about takeovers must not have one, however slow the machine.
    leaseMs: 30_000,
    drainMs: 0,
    cacheMs: 600_000,
    firstPartMs: 60_000,
    nextPartMs: 60_000,
    retryMs: 500,
    circuitMs: 5_000,
    taskMs: 600_000,
    fallbacks: [],
    prices: FREE_OF_CHARGE,
    providers: { simulatorUrl },
    ...overrides,
  };
  const generator = await startGenerator(config, makeLogger('generator', 'silent'));
  let drained: Promise<void> | undefined;
  const drain = (): Promise<void> => (drained ??= generator.drain());
  onTestFinished(drain);
  return { drain };
}
