import { setTimeout as sleep } from 'node:timers/promises';
import { NO_USAGE, type EntryDraft, type Usage } from '@continuo/shared/protocol/entry';
import type { Failure, FailureCode } from '@continuo/shared/protocol/failure';
import type { PriceList } from '@continuo/shared/protocol/prices';
import { completedEntry, failedEntry } from '../finish-task.ts';
import type { IdleLimits } from '../providers/watch-idle.ts';
import type { Work } from '../work.ts';
import { abandonRun } from './abandon-run.ts';
import { billTask } from './bill-task.ts';
import type { CircuitBreaker } from './circuit-breaker.ts';
import { decideNext, type Next } from './decide-next.ts';
import { nameCall } from './name-call.ts';
import { attemptEntry, planAttempt, planRestart, type AttemptPlan } from './plan-attempt.ts';
import { runAttempt, type FailedOutcome, type Outcome } from './run-attempt.ts';
import type { Targets } from './targets.ts';

export interface AttemptSources {
  targets: Targets;
  breaker: CircuitBreaker;
  prices: PriceList;
  idleLimits: IdleLimits;
  /** Longest wait before the first retry. */
  retryMs: number;
  worker: string;
}

/** How the attempts of a task ended. */
export type Answer =
  /** `isDead`: a budget is exhausted, so somebody should look at it. */
  { tag: 'ended'; terminal: EntryDraft; isDead: boolean } | { tag: 'stopped' };

/** What follows an attempt: the end, or another one. `untold`: what it consumed, where no entry tells. */
type Step = Answer | { tag: 'again'; plan: AttemptPlan; untold?: Usage };

/** Failures after which a background run is most likely still there to be attached to. */
const RUN_SURVIVES: ReadonlySet<FailureCode> = new Set([
  'provider_interrupted',
  'provider_stalled',
  'provider_unreachable',
  'provider_rate_limited',
  'provider_overloaded',
]);

/**
 * Asks providers, attempt after attempt, each from what is stored, until the answer is whole or given up.
 *
 * @param first the attempt whose entry is written already
 */
export async function answerTask(sources: AttemptSources, work: Work, first: AttemptPlan): Promise<Answer> {
  let plan = first;
  for (;;) {
    const outcome = await attempt(sources, work, plan);
    await work.writer.flush();
    const step = work.stop.signal.aborted
      ? await settleStop(sources, work)
      : await settleOutcome(sources, work, plan, outcome);
    if (step.tag !== 'again') return step;
    plan = step.plan;
    work.writer.write(attemptEntry(plan, sources.worker, step.untold));
    await work.writer.flush();
  }
}

async function attempt(sources: AttemptSources, work: Work, plan: AttemptPlan): Promise<Outcome> {
  const { request } = work.task.record;
  const provider = sources.targets.providerOf(plan.target);
  const callName = nameCall(work.task, plan);
  if (provider) return await runAttempt({ ...work, ...sources, request, plan, callName, provider });
  const message = `no generator serves ${plan.target.provider}`;
  return { tag: 'failed', failure: { code: 'provider_not_configured', message }, usage: NO_USAGE };
}

async function settleStop(sources: AttemptSources, work: Work): Promise<Answer> {
  // After a drain somebody else attaches to the run; after a cancel or at the deadline nobody will.
  const { reason } = work.stop;
  if (reason === 'cancel_requested' || reason === 'deadline') await abandonRun(sources.targets, work);
  return { tag: 'stopped' };
}

async function settleOutcome(
  sources: AttemptSources,
  work: Work,
  plan: AttemptPlan,
  outcome: Outcome,
): Promise<Step> {
  switch (outcome.tag) {
    case 'completed': {
      sources.breaker.succeeded(plan.target.provider);
      const terminal = completedEntry(sources.prices, work.task.view, outcome.finishReason, outcome.usage);
      return { tag: 'ended', terminal, isDead: false };
    }
    case 'diverged':
      return { tag: 'again', plan: planRestart(work.task.view, plan.target), untold: outcome.usage };
    case 'failed':
      return await settleFailure(sources, work, plan, outcome);
    case 'stopped':
      return { tag: 'stopped' };
  }
}

async function settleFailure(
  sources: AttemptSources,
  work: Work,
  plan: AttemptPlan,
  failed: FailedOutcome,
): Promise<Step> {
  const { targets, breaker } = sources;
  const { code } = failed.failure;
  breaker.failed(plan.target.provider, code);
  if (code === 'prefill_refused') targets.demote(plan.target);
  const next = decideNext({
    failure: failed.failure,
    attempt: plan.attempt,
    fruitlessAttempts: work.task.view.fruitlessAttempts,
    alternatives: targets.alternativesTo(plan.target, work.task.record.request, breaker),
    circuitMs: breaker.openMs(plan.target.provider),
    retryMs: sources.retryMs,
  });
  if (next.tag !== 'retry' || !RUN_SURVIVES.has(code)) await abandonRun(targets, work);
  if (next.tag === 'give_up') {
    const terminal = failedEntry(failed.failure, billTask(sources.prices, work.task.view, failed.usage));
    return { tag: 'ended', terminal, isDead: next.isExhausted };
  }
  // A run that goes on is counted whole, by the attempt in which it ends.
  const ledger = work.task.view.run ? {} : { attempt_usage: failed.usage };
  await announceNext(work, plan, { ...failed.failure, ...ledger }, next);
  if (work.stop.signal.aborted) return await settleStop(sources, work);
  const target = next.tag === 'fail_over' ? next.target : plan.target;
  return { tag: 'again', plan: planAttempt(work.task.view, target, targets.capabilityOf(target)) };
}

/** Writes down what was decided, and waits as long as it says. */
async function announceNext(
  { writer, stop }: Work,
  plan: AttemptPlan,
  { code, message, attempt_usage: usage }: Failure & { attempt_usage?: Usage | null },
  next: Exclude<Next, { tag: 'give_up' }>,
): Promise<void> {
  const told = {
    attempt: plan.attempt,
    code,
    message,
    ...(usage === undefined ? {} : { attempt_usage: usage }),
  };
  if (next.tag === 'fail_over') {
    writer.write({
      type: 'failed_over',
      ...told,
      from_provider: plan.target.provider,
      to_provider: next.target.provider,
      to_model: next.target.model,
    });
  } else {
    writer.write({ type: 'retry_scheduled', ...told, delay_ms: next.delayMs });
  }
  await writer.flush();
  if (next.tag === 'retry') await sleepUnlessStopped(next.delayMs, stop.signal);
}

/** The stop wakes it. */
async function sleepUnlessStopped(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
