import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import type { Program } from '@continuo/deploy/local-stack/keep-running';
import { makeLeash } from '@continuo/deploy/local-stack/leash';
import { machineEnvironment } from '@continuo/deploy/local-stack/machine-environment';
import { makeProcessSet } from '@continuo/deploy/local-stack/process-set';
import type { ChaosOptions } from '../chaos-options.ts';
import { startChaosStack, type ChaosStack } from '../start-chaos-stack.ts';

const NAIVE_GENERATOR = fileURLToPath(new URL('./naive-generator.ts', import.meta.url));
const NOTHING = (): void => undefined;

/** The stack of a chaos run, with naive generators in the place of ours. */
export async function startNaiveStack(options: ChaosOptions): Promise<ChaosStack> {
  const stack = await startChaosStack(options, ['simulator', 'gateway', 'persister']);
  const leash = makeLeash();
  const set = makeProcessSet({
    restart: true,
    restartDelayMsMax: 200,
    leash,
    onChange: NOTHING,
    onNotice: NOTHING,
  });
  const copies = Array.from({ length: options.generators }, (_, n) =>
    set.keep(planNaiveGenerator(stack, n + 1, options.leaseMs)),
  );
  await Promise.all(copies.map(({ whenReady }) => whenReady));
  return {
    ...stack,
    processes: () => [...stack.processes(), ...set.list()],
    dispose: async () => {
      await set.stop();
      leash.close();
      await stack.dispose();
    },
  };
}

function planNaiveGenerator(
  { dataDir, redisUrl, simulatorUrl }: ChaosStack,
  copy: number,
  leaseMs: number,
): Program {
  return {
    service: 'generator',
    name: `naive-${copy}`,
    logFile: join(dataDir, 'logs', `naive-${copy}.log`),
    spawn: (logFd) =>
      spawn(process.execPath, [NAIVE_GENERATOR], {
        env: {
          ...machineEnvironment(process.env),
          REDIS_URL: redisUrl,
          SIMULATOR_URL: simulatorUrl,
          LEASE_MS: String(leaseMs),
        },
        stdio: ['ignore', logFd, logFd, 'ipc'],
        detached: true,
      }),
    untilReady: async (child) => {
      await once(child, 'message');
      return undefined;
    },
    readyWithinMs: 30_000,
    stopSignal: 'SIGTERM',
    stopWithinMs: 2_000,
  };
}
