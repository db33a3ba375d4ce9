import { STACK_START_MS } from '../../support/test-stack.ts';
import type { TrialScale } from '../trial.ts';

/** Enough to see the fault do its work; how long things take is measured at full scale, with the product's lease. */
export const SMALL: TrialScale = { rounds: 2, answers: 6, leaseMs: 1_000 };

/** A bound for trials that hang, the start of their stack included. */
export const TRIAL_MS = STACK_START_MS;
