import { sendSignal, type DoneFault } from '../../chaos/faults/send-signal.ts';
import { startAnswers, untilStreaming, type Answer } from '../support/answers.ts';
import { LEASE_MS, judgeTakeovers } from '../support/many-generators.ts';
import { onStage, type Stage } from '../support/stage.ts';
import type { Measured, Trial, TrialScale } from '../trial.ts';

/** Row 38: all processes but the provider's are killed in the same moment, and started again. */

/** Of all answers together: what two cores carry beside the start of everything. */
const TOKENS_PER_SECOND_IN_ALL = 1_000;
const TOKENS_PER_SECOND_MAX = 30;
/** Answers stream for so long besides the interruptions. */
const STREAMING_SECONDS = 8;
const COPIES = 4;

interface Blow {
  faults: DoneFault[];
  /** From the first signal until every process was ready again, ms. */
  backMs: number;
}

async function killEverything(scale: TrialScale): Promise<Measured> {
  const { answers: count, leaseMs = LEASE_MS } = scale;
  const tps = Math.max(1, Math.min(TOKENS_PER_SECOND_MAX, Math.floor(TOKENS_PER_SECOND_IN_ALL / count)));
  const model = `sim-writer@tps=${tps},tokens=${tps * STREAMING_SECONDS}`;
  const options = {
    gateways: 2,
    generators: COPIES,
    persisters: 2,
    env: { LEASE_MS: String(leaseMs), CONCURRENCY: String(count) },
  };
  return await onStage(options, async (stage) => {
    const all: Answer[] = [];
    const blows: Blow[] = [];
    for (let round = 0; round < scale.rounds; round += 1) {
      const answers = await startAnswers(stage, { count, model });
      all.push(...answers);
      await untilStreaming(stage, answers, tps);
      blows.push(await strikeAll(stage));
      await Promise.all(answers.flatMap(({ readings }) => readings));
    }
    const faults = blows.flatMap((blow) => blow.faults);
    const measured = await judgeTakeovers(stage, all, faults);
    return { ...measured, faultsDone: blows.length, remark: describeBlows(blows, faults.length) };
  });
}

async function strikeAll({ stack }: Stage): Promise<Blow> {
  const victims = stack.processes().filter(({ service }) => service !== 'simulator');
  const from = performance.now();
  const faults = victims.flatMap((victim) => sendSignal('kill_everything', victim) ?? []);
  await Promise.all(victims.map(({ service, pid }) => stack.waitForProcess(service, pid, 60_000)));
  return { faults, backMs: Math.round(performance.now() - from) };
}

function describeBlows(blows: readonly Blow[], kills: number): string {
  const backMs = blows.map((blow) => blow.backMs).join(', ');
  return `${kills} SIGKILLs; all processes ready again after ${backMs} ms; recovery includes that`;
}

export const trials: Trial[] = [
  {
    fault: 38,
    name: 'all processes but the provider’s are killed (SIGKILL) at once while all answers stream, and started again',
    userSees:
      'a pause of about a lease and the start of the processes, then every text goes on where it stood',
    full: { rounds: 3, answers: 200 },
    run: killEverything,
  },
];
