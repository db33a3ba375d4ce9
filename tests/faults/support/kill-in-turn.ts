import { setTimeout as pause } from 'node:timers/promises';
import { sendSignal, type DoneFault } from '../../chaos/faults/send-signal.ts';
import type { Answer } from './answers.ts';
import { findHolders } from './holders.ts';
import type { Stage } from './stage.ts';

export interface KillsWanted {
  rounds: number;
  /** From one to the next. The others go on meanwhile, and the killed one comes back. */
  everyMs: number;
  kind: 'kill' | 'drain';
}

/**
 * Kills one generator after another, of those that write these answers always the one that has lived longest, until all
 * have ended: so that whoever takes an answer over has time to go on with it.
 */
export async function killInTurn(
  stage: Stage,
  answers: readonly Answer[],
  { rounds, everyMs, kind }: KillsWanted,
): Promise<DoneFault[]> {
  const faults: DoneFault[] = [];
  const firstSeen = new Map<number, number>();
  while (faults.length < rounds) {
    const holders = await findHolders(stage, answers);
    for (const { pid } of holders) firstSeen.set(pid, firstSeen.get(pid) ?? performance.now());
    const [victim] = holders.toSorted((a, b) => (firstSeen.get(a.pid) ?? 0) - (firstSeen.get(b.pid) ?? 0));
    if (!victim) return faults;
    const fault = sendSignal(kind, victim);
    if (fault) faults.push(fault);
    await pause(everyMs);
  }
  return faults;
}
