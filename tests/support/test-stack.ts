import { removeDataDir } from '@continuo/deploy/local-stack/remove-data-dir';
import { startStack, type Stack, type StackOptions } from '@continuo/deploy/local-stack/start-stack';
import { makeSimulatorControl, type SimulatorControl } from '@continuo/simulator/control-client';
import { makeDataDir } from './data-dir.ts';

/** A whole stack of a test's own, on ports and in a folder of its own. */
export interface TestStack extends Stack {
  simulator: SimulatorControl;
  /** Stops the stack and removes its data. */
  dispose: () => Promise<void>;
}

/** How long a stack may take to come up, the building of the web app included. */
export const STACK_START_MS = 120_000;

export async function startTestStack(options: Partial<StackOptions> = {}): Promise<TestStack> {
  const dataDir = makeDataDir();
  const stack = await startStack({ port: 0, dataDir, ...options });
  if (stack.simulatorUrl === undefined) throw new Error('the stack has no simulator');
  return {
    ...stack,
    simulator: makeSimulatorControl(stack.simulatorUrl),
    dispose: async () => {
      await stack.stop();
      removeDataDir(dataDir);
    },
  };
}
