import { startAnswers, untilStreaming } from '../support/answers.ts';
import { killInTurn } from '../support/kill-in-turn.ts';
import { judgeTakeovers, manyGenerators } from '../support/many-generators.ts';
import type { Stage } from '../support/stage.ts';
import { makeStagedTrial, type StagedTrial } from '../support/staged-trial.ts';
import type { Measured, TrialScale } from '../trial.ts';

/** Row 45: generators are asked to stop and may not wait for their answers, as at the end of a drain. */

const TOKENS_PER_SECOND = 15;
const TOKENS_MIN = 60;
const EVERY_MS = 1_500;

async function drainInMidAnswer(stage: Stage, scale: TrialScale): Promise<Measured> {
  const tokens = TOKENS_MIN + Math.round((scale.rounds * EVERY_MS * TOKENS_PER_SECOND) / 1_000);
  const third = { count: Math.ceil(scale.answers / 3) };
  const settings = `@tps=${TOKENS_PER_SECOND},tokens=${tokens}`;
  const answers = [
    ...(await startAnswers(stage, { ...third, model: `sim-background${settings}` })),
    ...(await startAnswers(stage, { ...third, model: `sim-writer${settings}` })),
    ...(await startAnswers(stage, { ...third, model: `sim-claude${settings}` })),
  ];
  await untilStreaming(stage, answers);
  const wanted = { rounds: scale.rounds, everyMs: EVERY_MS, kind: 'drain' } as const;
  return await judgeTakeovers(stage, answers, await killInTurn(stage, answers, wanted));
}

export const trials: StagedTrial[] = [
  makeStagedTrial({
    fault: 45,
    name: 'generators are asked to stop (SIGTERM) in mid-answer, DRAIN_MS 0, all strategies',
    userSees: 'a pause of a moment, then the text goes on where it stood',
    full: { rounds: 60, answers: 24 },
    options: manyGenerators,
    runOn: drainInMidAnswer,
  }),
];
