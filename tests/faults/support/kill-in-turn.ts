import { setTimeout as pause } from 'node:timers/promises';
import { sendSignal, type DoneFault } from '../../chaos/faults/send-signal.ts';
import type { Answer } from './answers.ts';
import { findHolders } from './holders.ts';
import type { Stage } from './stage.ts';

export interface KillsWanted {
  rounds: number;
  /** From one to the next. The others go on meanwhile, and the killed one comes back. */
  everyMs: number;
  /**
   * How long a holder has been at work before it may be struck; default 0. Who never has the time to write a word is
   * what a task that kills its holders looks like, and such a task is given up.
   */
  atWorkMs?: number;
  kind: 'kill' | 'drain';
}

/**
 * Kills one generator after another, of those that write these answers always the one that has lived longest, until all
 * have ended: so that whoever takes an answer over has time to go on with it.
 */
export async function killInTurn(
  stage: Stage,
  answers: readonly Answer[],
  { rounds, everyMs, atWorkMs = 0, kind }: KillsWanted,
): Promise<DoneFault[]> {
  const faults: DoneFault[] = [];
  const firstSeen = new Map<number, number>();
  while (faults.length < rounds) {
    const holders = await findHolders(stage, answers);
    const now = performance.now();
    for (const { pid } of holders) firstSeen.set(pid, firstSeen.get(pid) ?? now);
    const sinceOf = ({ pid }: { pid: number }): number => firstSeen.get(pid) ?? now;
    const [oldest] = holders.toSorted((a, b) => sinceOf(a) - sinceOf(b));
    if (!oldest) return faults;
    const tooEarlyMs = sinceOf(oldest) + atWorkMs - now;
    if (tooEarlyMs > 0) {
      await pause(tooEarlyMs);
      continue;
    }
    const fault = sendSignal(kind, oldest);
    if (fault) faults.push(fault);
    await pause(everyMs);
  }
  return faults;
}
