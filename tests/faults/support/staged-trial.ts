import type { StackOptions } from '@continuo/deploy/local-stack/start-stack';
import type { Measured, Trial, TrialScale } from '../trial.ts';
import { onStage, type Stage } from './stage.ts';

/** A trial that can also be run on a stack that is there already: tests run several on one. */
export interface StagedTrial extends Trial {
  options: (scale: TrialScale) => Partial<StackOptions>;
  runOn: (stage: Stage, scale: TrialScale) => Promise<Measured>;
}

export function makeStagedTrial(parts: Omit<StagedTrial, 'run'>): StagedTrial {
  return {
    ...parts,
    run: (scale) => onStage(parts.options(scale), (stage) => parts.runOn(stage, scale)),
  };
}
