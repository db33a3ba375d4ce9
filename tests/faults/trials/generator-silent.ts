import { setTimeout as pause } from 'node:timers/promises';
import { isRefused } from '../../chaos/checks/check-fences.ts';
import { sendSignal, type DoneFault } from '../../chaos/faults/send-signal.ts';
import { makeFenceProber } from '../../chaos/probes/probe-fences.ts';
import { startAnswers, untilStreaming, type Answer } from '../support/answers.ts';
import { blockEventLoop } from '../support/block-event-loop.ts';
import { findHolders, type Holder } from '../support/holders.ts';
import { countGenerators, judgeTakeovers, LEASE_MS, manyGenerators } from '../support/many-generators.ts';
import type { Stage } from '../support/stage.ts';
import { makeStagedTrial, type StagedTrial } from '../support/staged-trial.ts';
import type { Measured, TrialScale } from '../trial.ts';

/** Rows 10 and 12: generators that are silent for longer than their lease, and wake up as zombies. */

const LEASES_SILENT = 1.5;
/** Four seconds, besides the silence. */
const MODEL = 'sim-writer@tps=30,tokens=120';

/** Makes a generator silent for so long. @returns, when it is awake again, when it fell silent: unix ms */
type Silence = (stage: Stage, victim: Holder, forMs: number) => Promise<number>;

async function sleep(_stage: Stage, victim: Holder, forMs: number): Promise<number> {
  const at = Date.now();
  sendSignal('pause', victim);
  await pause(forMs);
  sendSignal('resume', victim);
  return at;
}

async function block({ stack }: Stage, { pid }: Holder, forMs: number): Promise<number> {
  return await blockEventLoop(stack.dataDir, pid, forMs);
}

/** Half of those that write are silenced at a time. Writes under their fences are tried in their stead, too. */
async function silenceGenerators(stage: Stage, scale: TrialScale, silence: Silence): Promise<Measured> {
  const forMs = (scale.leaseMs ?? LEASE_MS) * LEASES_SILENT;
  const all: Answer[] = [];
  const faults: DoneFault[] = [];
  const over = new AbortController();
  const prober = makeFenceProber(stage.logs.redis, () => all.map(({ taskId }) => taskId));
  const probing = prober.run(over.signal);
  while (faults.length < scale.rounds) {
    const answers = await startAnswers(stage, { count: scale.answers, model: MODEL });
    all.push(...answers);
    await untilStreaming(stage, answers);
    const most = Math.min(Math.ceil(countGenerators(scale) / 2), scale.rounds - faults.length);
    const victims = (await findHolders(stage, answers)).slice(0, most);
    const silenced = victims.map(async (victim): Promise<DoneFault> => {
      const at = await silence(stage, victim, forMs);
      return { at, kind: 'pause', service: victim.service, pid: victim.pid };
    });
    faults.push(...(await Promise.all(silenced)));
    await Promise.all(answers.flatMap(({ readings }) => readings));
  }
  over.abort();
  await probing;
  const measured = await judgeTakeovers(stage, all, faults);
  const old = prober.probes.filter(({ fence }) => fence === 'old');
  const accepted = old.filter((probe) => !isRefused(probe)).length;
  return {
    ...measured,
    wrongEntries: measured.wrongEntries + accepted,
    remark: `${old.length} writes under their old fences tried, ${accepted} accepted`,
  };
}

const full: TrialScale = { rounds: 12, answers: 24 };

export const trials: StagedTrial[] = [
  makeStagedTrial({
    fault: 10,
    name: 'generators sleep (SIGSTOP) for longer than their lease and wake up (SIGCONT) as zombies',
    userSees: 'a pause of about a lease, then the text goes on where it stood; nothing when they wake up',
    full,
    options: manyGenerators,
    runOn: (stage, scale) => silenceGenerators(stage, scale, sleep),
  }),
  makeStagedTrial({
    fault: 12,
    name: 'the event loops of generators are blocked for longer than their lease',
    userSees: 'a pause of about a lease, then the text goes on where it stood',
    full,
    options: manyGenerators,
    runOn: (stage, scale) => silenceGenerators(stage, scale, block),
  }),
];
