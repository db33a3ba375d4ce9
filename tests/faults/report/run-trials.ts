import { SMALL } from '../support/small-scale.ts';
import type { Measured, Trial, TrialScale } from '../trial.ts';
import type { MatrixOptions } from './matrix-options.ts';

/** What came of one trial. */
export interface TrialResult {
  trial: Pick<Trial, 'fault' | 'name' | 'userSees'>;
  scale: TrialScale;
  tookMs: number;
  /** Or the sentence that says why there is nothing. */
  measured: Measured | string;
}

const REASON_CHARS_MAX = 200;
const FULL: TrialScale = { rounds: 5, answers: 20 };

/**
 * Runs trials one after another, each on a stack of its own. A trial that breaks off does not end the run.
 *
 * @param onResult called with each as it comes: a run that is stopped has not been for nothing
 */
export async function runTrials(
  trials: readonly Trial[],
  scale: MatrixOptions['scale'],
  say: (sentence: string) => void,
  onResult: (result: TrialResult) => void = () => undefined,
): Promise<TrialResult[]> {
  const results: TrialResult[] = [];
  for (const trial of trials) {
    const wanted =
      scale === 'small' ? { rounds: SMALL.rounds, answers: SMALL.answers } : (trial.full ?? FULL);
    say(`fault ${trial.fault}: ${trial.name}, ${wanted.rounds} rounds, ${wanted.answers} answers`);
    const result = await runTrial(trial, wanted);
    say(summarise(result));
    results.push(result);
    onResult(result);
  }
  return results;
}

async function runTrial(trial: Trial, scale: TrialScale): Promise<TrialResult> {
  const { fault, name, userSees } = trial;
  const from = performance.now();
  const measured = await trial.run(scale).catch(describeFailure);
  return { trial: { fault, name, userSees }, scale, tookMs: performance.now() - from, measured };
}

/** One line, for a cell of the table. */
function describeFailure(error: unknown): string {
  const [line = ''] = String(error).split('\n');
  return `it broke off: ${line.slice(0, REASON_CHARS_MAX)}`;
}

/** Nothing was lost, wrong or bought again, and the fault was done. */
export function isGood({ measured }: TrialResult): boolean {
  if (typeof measured === 'string') return false;
  const { faultsDone, lost, wrongEntries, boughtAgain } = measured;
  return faultsDone > 0 && lost + wrongEntries + boughtAgain === 0;
}

function summarise(result: TrialResult): string {
  const { measured, tookMs } = result;
  const took = `${Math.round(tookMs / 1_000)} s`;
  if (typeof measured === 'string') return `  ${took}: ${measured}`;
  const { faultsDone, answers, lost, wrongEntries, boughtAgain, complaints = [] } = measured;
  return [
    `  ${took}: ${faultsDone} faults, ${answers} answers: ${lost} lost, ${wrongEntries} wrong entries, ${boughtAgain} tokens bought again`,
    ...complaints.map((complaint) => `    ${complaint}`),
  ].join('\n');
}
