import type { EntryDraft, Strategy, Usage } from '@continuo/shared/protocol/entry';
import { estimateTokens } from '@continuo/shared/protocol/estimate-tokens';
import { answerText, type TaskView } from '@continuo/shared/protocol/fold-task';
import type { ProviderName } from '@continuo/shared/protocol/models';
import type { StoredRun } from '../providers/provider.ts';

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
  run: StoredRun | undefined;
}

/**
 * The strategy that buys least: attach to the run that is still there, have the model go on behind the stored
 * text, ask it to go on, or, with nothing stored, start.
 */
export function planAttempt(view: TaskView, target: Target, capability: Capability): AttemptPlan {
  const strategy = chooseStrategy(view, target, capability);
  if (strategy === 'restart') return planRestart(view, target);
  return {
    target,
    attempt: view.attempt + 1,
    strategy,
    stored: answerText(view),
    keptChunks: view.chunks.length,
    run: strategy === 'reattach' ? storedRun(view) : undefined,
  };
}

function storedRun({ run, chunks }: TaskView): StoredRun | undefined {
  if (!run) return undefined;
  const text = chunks
    .slice(run.chunksBefore)
    .map((chunk) => chunk.text)
    .join('');
  return { handle: run.handle, cursor: run.cursor, charsSinceCursor: run.charsSinceCursor, text };
}

/** From the start: what is stored does not count any more. */
export function planRestart(view: TaskView, target: Target): AttemptPlan {
  return {
    target,
    attempt: view.attempt + 1,
    strategy: 'restart',
    stored: '',
    keptChunks: 0,
    run: undefined,
  };
}

function chooseStrategy(view: TaskView, target: Target, capability: Capability): Strategy {
  const { run } = view;
  const isSameTarget = run?.provider === target.provider && run.model === target.model;
  if (isSameTarget && capability.canReattach) return 'reattach';
  if (answerText(view).trim() === '') return 'restart';
  return capability.canPrefill ? 'prefill' : 'continue';
}

/**
 * The entry that says so.
 *
 * @param previous what the attempt before consumed, where no entry tells yet; that of a run is told where it ends
 */
export function attemptEntry(
  plan: AttemptPlan,
  worker: string,
  previous: Usage | null | undefined,
): EntryDraft & { type: 'attempt_started' } {
  return {
    type: 'attempt_started',
    attempt: plan.attempt,
    worker,
    provider: plan.target.provider,
    model: plan.target.model,
    strategy: plan.strategy,
    kept_chunks: plan.keptChunks,
    ...(plan.stored === '' ? {} : { saved_output_tokens: estimateTokens(plan.stored) }),
    ...(previous === undefined || plan.strategy === 'reattach' ? {} : { previous_usage: previous }),
  };
}
