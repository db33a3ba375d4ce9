import { setTimeout as sleep } from 'node:timers/promises';
import { readProcessIdentity } from './process-identity.ts';

const LOOK_AGAIN_MS = 20;

/** Ends a process that is not our child: asks, waits, kills. Does nothing when it is no longer that process. */
export async function endProcess(
  pid: number,
  identity: string,
  signal: NodeJS.Signals,
  graceMs: number,
): Promise<void> {
  const isAlive = (): boolean => readProcessIdentity(pid) === identity;
  for (const [how, waitMs] of [
    [signal, graceMs],
    ['SIGKILL', 5_000],
  ] as const) {
    if (!isAlive()) return;
    process.kill(pid, how);
    const giveUpAt = Date.now() + waitMs;
    while (isAlive() && Date.now() < giveUpAt) await sleep(LOOK_AGAIN_MS);
  }
}
