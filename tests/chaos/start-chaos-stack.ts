import { removeDataDir } from '@continuo/deploy/local-stack/remove-data-dir';
import { startStack, type Stack } from '@continuo/deploy/local-stack/start-stack';
import { makeDataDir } from '../support/data-dir.ts';
import type { ChaosOptions } from './chaos-options.ts';

export interface ChaosStack extends Stack {
  simulatorUrl: string;
  /** Stops it and removes its data. */
  dispose: () => Promise<void>;
}

/** Processes come back at once however often they are killed: what is tested is what happens while they run. */
const RESTART_DELAY_MS_MAX = 200;

/** A whole stack in a folder of its own, with waits that are short enough for a run of seconds. */
export async function startChaosStack(
  { generators, gateways, persisters, leaseMs, keep }: ChaosOptions,
  services?: Parameters<typeof startStack>[0]['services'],
): Promise<ChaosStack> {
  const dataDir = makeDataDir();
  const stack = await startStack({
    port: 0,
    dataDir,
    generators,
    gateways,
    persisters,
    restartDelayMsMax: RESTART_DELAY_MS_MAX,
    services,
    env: {
      LEASE_MS: String(leaseMs),
      DRAIN_MS: '400',
      FIRST_PART_MS: '3000',
      NEXT_PART_MS: '2500',
      ABANDONED_MS: '2000',
      HEARTBEAT_MS: '2000',
      RECYCLE_MS: '8000',
      READER_STALL_MS: '4000',
      // Logs leave Redis during the run, so that late readers are served from Postgres.
      STREAM_RETENTION_MS: '4000',
    },
  });
  if (stack.simulatorUrl === undefined) throw new Error('the stack has no simulator');
  return {
    ...stack,
    simulatorUrl: stack.simulatorUrl,
    dispose: async () => {
      await stack.stop();
      if (!keep) removeDataDir(dataDir);
    },
  };
}
