import type { StackOptions } from '@continuo/deploy/local-stack/start-stack';
import type { DoneFault } from '../../chaos/faults/send-signal.ts';
import type { Measured, TrialScale } from '../trial.ts';
import type { Answer } from './answers.ts';
import { judgeAnswers, recoveriesOf } from './judge-answers.ts';
import type { Stage } from './stage.ts';

/** The product's default. */
export const LEASE_MS = 3_000;
/**
 * Several, with room for few answers in each, so that a fault takes some answers and leaves the others alone; and
 * with so much room in all that half of them may be down.
 */
const COPIES_MAX = 8;
const ANSWERS_EACH = 3;
const ROOM_EACH = 8;
const WITHIN_MS = 180_000;

export function countGenerators({ answers }: TrialScale): number {
  return Math.min(COPIES_MAX, Math.ceil(answers / ANSWERS_EACH));
}

export function manyGenerators(scale: TrialScale): Partial<StackOptions> {
  const { leaseMs = LEASE_MS } = scale;
  return {
    gateways: 2,
    generators: countGenerators(scale),
    env: {
      LEASE_MS: String(leaseMs),
      CONCURRENCY: String(ROOM_EACH),
      // Who is asked to stop hands over at once.
      DRAIN_MS: '0',
      // Which port a debugger would listen on, should one be asked for.
      NODE_OPTIONS: '--inspect-port=0',
    },
  };
}

/** Judges answers whose holders were struck; recovery is the next attempt at each answer that a victim held. */
export async function judgeTakeovers(
  stage: Stage,
  answers: readonly Answer[],
  faults: readonly DoneFault[],
): Promise<Measured> {
  const { figures, logs } = await judgeAnswers(stage, answers, WITHIN_MS);
  return { ...figures, faultsDone: faults.length, recoveryMs: recoveriesOf(logs, faults) };
}
