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

/** Kills one generator after another, always the one that writes most of these answers, until all have ended. */
export async function killInTurn(
  stage: Stage,
  answers: readonly Answer[],
  { rounds, everyMs, kind }: KillsWanted,
): Promise<DoneFault[]> {
  const faults: DoneFault[] = [];
  while (faults.length < rounds) {
    const [victim] = await findHolders(stage, answers);
    if (!victim) return faults;
    const fault = sendSignal(kind, victim);
    if (fault) faults.push(fault);
    await pause(everyMs);
  }
  return faults;
}
