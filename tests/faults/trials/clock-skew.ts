import { startAnswers, untilStreaming } from '../support/answers.ts';
import { judgeTakeovers, manyGenerators } from '../support/many-generators.ts';
import { onStage, type Stage } from '../support/stage.ts';
import { signalAll } from '../support/signal-all.ts';
import type { DoneFault } from '../../chaos/faults/send-signal.ts';
import type { Measured, Trial, TrialScale } from '../trial.ts';

const HOUR_MS = 3_600_000;
const ENTRIES_PER_ROUND = 40;

/**
 * Loaded before anything else into every Node process of the stack: sets the clock of the generators. (Redis' own
 * clock cannot be set without libfaketime, which not every machine has; leases only know Redis' clock, and how far
 * theirs is from it is all that can matter to generators.)
 */
function preloadFor(offsetMs: number): string {
  const source = `if (process.argv[1]?.includes('generator')) {
    const Real = Date;
    globalThis.Date = class extends Real {
      constructor(...given) { super(...(given.length > 0 ? given : [Real.now() + ${offsetMs}])); }
      static now() { return Real.now() + ${offsetMs}; }
    };
  }`;
  return `--import data:text/javascript,${encodeURIComponent(source)}`;
}

/** Answers are begun, and taken over, by generators whose clock is wrong. */
async function takeOverWithWrongClocks(
  stage: Stage,
  { rounds, answers: count }: TrialScale,
): Promise<Measured> {
  const answers = await startAnswers(stage, {
    count,
    model: `sim-writer@tps=30,tokens=${60 + 200 * rounds}`,
  });
  const faults: DoneFault[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await untilStreaming(stage, answers, (round + 1) * ENTRIES_PER_ROUND);
    faults.push(...signalAll(stage, 'generator', 'kill'));
  }
  return await judgeTakeovers(stage, answers, faults);
}

export const trials: Trial[] = [HOUR_MS, -HOUR_MS].map((offsetMs) => ({
  fault: 37,
  name: `the clocks of the generators are an hour ${offsetMs > 0 ? 'fast' : 'slow'}, and they take tasks over`,
  userSees: 'a pause of one lease, then the text goes on',
  full: { rounds: 5, answers: 20 },
  run: (scale) => {
    const { env, ...options } = manyGenerators(scale);
    const preload = { NODE_OPTIONS: preloadFor(offsetMs) };
    return onStage({ ...options, generators: 2, env: { ...env, ...preload } }, (stage) =>
      takeOverWithWrongClocks(stage, scale),
    );
  },
}));
