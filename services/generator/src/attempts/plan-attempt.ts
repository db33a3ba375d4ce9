import type { EntryOf, Strategy } from '@continuo/shared/protocol/entry';
import { answerText, type ProviderRun, type TaskView } from '@continuo/shared/protocol/fold-task';
import type { ProviderName } from '@continuo/shared/protocol/models';
import { estimateTokens } from './continuation.ts';

/** Whom an attempt asks. */
export interface Target {
  provider: ProviderName;
  model: string;
}

/** What a target can do to go on with an answer (design, section 5). */
export interface Capability {
  canReattach: boolean;
  canPrefill: boolean;
}

/** An attempt before it begins: how it goes on from what is stored, and what of that it keeps. */
export interface AttemptPlan {
  target: Target;
  attempt: number;
  strategy: Strategy;
  /** The text that stays. */
  stored: string;
  keptChunks: number;
  /** For `reattach`. */
  run: ProviderRun | undefined;
}

/**
 * The strategy that buys least: attach to the run that is still there, have the model go on behind the stored
 * text, ask it to go on, or, with nothing stored, start.
 */
export function planAttempt(view: TaskView, target: Target, capability: Capability): AttemptPlan {
  const stored = answerText(view);
  const strategy = chooseStrategy(view, target, capability, stored);
  const isKept = strategy !== 'restart';
  return {
    target,
    attempt: view.attempt + 1,
    strategy,
    stored: isKept ? stored : '',
    keptChunks: isKept ? view.chunks.length : 0,
    run: strategy === 'reattach' ? view.run : undefined,
  };
}

function chooseStrategy(view: TaskView, target: Target, capability: Capability, stored: string): Strategy {
  const { run } = view;
  const isSameTarget = run?.provider === target.provider && run.model === target.model;
  if (isSameTarget && capability.canReattach) return 'reattach';
  if (stored.trim() === '') return 'restart';
  return capability.canPrefill ? 'prefill' : 'continue';
}

/** The entry that says so. */
export function attemptEntry(plan: AttemptPlan, worker: string): Omit<EntryOf<'attempt_started'>, 'seq' | 'incarnation' | 'epoch' | 'at'> {
  return {
    type: 'attempt_started',
    attempt: plan.attempt,
    worker,
    provider: plan.target.provider,
    model: plan.target.model,
    strategy: plan.strategy,
    kept_chunks: plan.keptChunks,
    saved_output_tokens: estimateTokens(plan.stored),
  };
}
