import type { StackOptions } from '@continuo/deploy/local-stack/start-stack';
import { keepLedger, type KeptLedger } from '../../chaos/evidence/keep-ledger.ts';
import { openBothLogs, type BothLogs } from '../../support/both-logs.ts';
import { startTestStack, type TestStack } from '../../support/test-stack.ts';

/** A stack of a trial's own, and what it is judged by. */
export interface Stage {
  stack: TestStack;
  logs: BothLogs;
  /** What the provider saw. `saveBeforeDeath` before the simulator is killed: its memory dies with it. */
  ledger: KeptLedger;
  dispose: () => Promise<void>;
}

/** Processes come back at once, however often they are killed. */
const RESTART_DELAY_MS_MAX = 200;

export async function setStage(options: Partial<StackOptions> = {}): Promise<Stage> {
  const stack = await startTestStack({ restartDelayMsMax: RESTART_DELAY_MS_MAX, ...options });
  const logs = openBothLogs(stack);
  return {
    stack,
    logs,
    ledger: keepLedger(stack.simulator),
    dispose: async () => {
      await logs.close();
      await stack.dispose();
    },
  };
}

export async function onStage<T>(
  options: Partial<StackOptions>,
  run: (stage: Stage) => Promise<T>,
): Promise<T> {
  const stage = await setStage(options);
  try {
    return await run(stage);
  } finally {
    await stage.dispose();
  }
}
