import type { DoneFault } from '../../chaos/faults/send-signal.ts';
import { startAnswers, untilStreaming, type Answer } from '../support/answers.ts';
import { killInTurn } from '../support/kill-in-turn.ts';
import { countGenerators, judgeTakeovers, LEASE_MS, manyGenerators } from '../support/many-generators.ts';
import type { Stage } from '../support/stage.ts';
import { makeStagedTrial, type StagedTrial } from '../support/staged-trial.ts';
import type { Measured, TrialScale } from '../trial.ts';

/** Row 7: generators are killed in mid-answer, by each way of going on. */

interface Strategy {
  name: string;
  model: string;
  /** Share of the time in which an answer grows although its holders are killed one after another. */
  growingShare: number;
}

const STRATEGIES: readonly Strategy[] = [
  // The provider goes on by itself.
  { name: 'reattach', model: 'sim-background', growingShare: 1 },
  { name: 'prefill', model: 'sim-writer', growingShare: 0.6 },
  { name: 'continue', model: 'sim-claude', growingShare: 0.45 },
];
const TOKENS_PER_SECOND = 15;
const TOKENS_MIN = 60;
/** Eight seconds: the kills come while these stream. */
const WINDOW_TOKENS = 120;
/** The simulator's, and OpenAI's. */
const STREAM_WINDOW_MS = 300_000;

/** Answers long enough to be killed again and again; a kill every half of a lease. */
async function killInMidAnswer(
  stage: Stage,
  scale: TrialScale,
  { model, growingShare }: Strategy,
): Promise<Measured> {
  const everyMs = (scale.leaseMs ?? LEASE_MS) / 2;
  const seconds = (scale.rounds * everyMs) / 1_000;
  const tokens = TOKENS_MIN + Math.round(seconds * TOKENS_PER_SECOND * growingShare);
  const settings = `@tps=${TOKENS_PER_SECOND},tokens=${tokens}`;
  const answers = await startAnswers(stage, { count: scale.answers, model: model + settings });
  await untilStreaming(stage, answers);
  const wanted = { rounds: scale.rounds, everyMs, atWorkMs: everyMs, kind: 'kill' } as const;
  const faults = await killInTurn(stage, answers, wanted);
  return await judgeTakeovers(stage, answers, faults);
}

/** Runs that are too old to be streamed can only be asked for whole, once they are done. */
async function killBehindTheWindow(stage: Stage, scale: TrialScale): Promise<Measured> {
  const model = `sim-background@tps=${TOKENS_PER_SECOND},tokens=${WINDOW_TOKENS}`;
  const all: Answer[] = [];
  const faults: DoneFault[] = [];
  await stage.stack.simulator.changeSettings({ stream_window_ms: 0 });
  while (faults.length < scale.rounds) {
    const answers = await startAnswers(stage, { count: scale.answers, model });
    await untilStreaming(stage, answers);
    const rounds = Math.min(Math.ceil(countGenerators(scale) / 2), scale.rounds - faults.length);
    faults.push(...(await killInTurn(stage, answers, { rounds, everyMs: 100, kind: 'kill' })));
    await Promise.all(answers.flatMap(({ readings }) => readings));
    all.push(...answers);
  }
  await stage.stack.simulator.changeSettings({ stream_window_ms: STREAM_WINDOW_MS });
  return await judgeTakeovers(stage, all, faults);
}

const userSees = 'a pause of about a lease, then the text goes on where it stood';

/** A hundred kills each. */
const full: TrialScale = { rounds: 100, answers: 24 };

export const trials: StagedTrial[] = [
  ...STRATEGIES.map((strategy) =>
    makeStagedTrial({
      fault: 7,
      name: `generators are killed (SIGKILL) in mid-answer, strategy ${strategy.name}`,
      userSees,
      full,
      options: manyGenerators,
      runOn: (stage, scale) => killInMidAnswer(stage, scale, strategy),
    }),
  ),
  makeStagedTrial({
    fault: 7,
    name: 'generators are killed (SIGKILL) in mid-answer, strategy reattach, when the streaming window is over',
    userSees: 'a pause until the provider has finished, then the rest in one piece',
    full: { rounds: 20, answers: 24 },
    options: manyGenerators,
    runOn: killBehindTheWindow,
  }),
];
