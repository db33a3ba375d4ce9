import type { ChatRequest } from '@continuo/shared/protocol/chat-request';
import type { FinishReason, Usage } from '@continuo/shared/protocol/entry';
import type { Failure } from '@continuo/shared/protocol/failure';
import { ENTRIES_PER_TASK_MAX } from '@continuo/shared/protocol/limits';
import type { StopSignal } from '../held-task.ts';
import type { LogWriter } from '../log-writer.ts';
import { classifyError } from '../providers/classify-error.ts';
import { brokenOff, ProviderFailure, type Provider, type ProviderPart } from '../providers/provider.ts';
import { watchIdle, type IdleLimits } from '../providers/watch-idle.ts';
import { askToContinue, findPrefillForm, prefillAnswer } from './continuation.ts';
import { estimateUsage } from './estimate-usage.ts';
import type { AttemptPlan } from './plan-attempt.ts';
import { makeSeam, type Seam } from './seam.ts';

/** How an attempt ended. `stopped`: not by the provider; the reason is in the stop signal. */
export type Outcome =
  | { tag: 'completed'; finishReason: FinishReason; usage: Usage }
  | FailedOutcome
  /** The model began the answer again, and otherwise: what is stored is not the beginning of what it says. */
  | { tag: 'diverged' }
  | { tag: 'stopped' };

export interface FailedOutcome {
  tag: 'failed';
  failure: Failure;
}

export interface AttemptOptions {
  request: ChatRequest;
  plan: AttemptPlan;
  provider: Provider;
  writer: LogWriter;
  stop: StopSignal;
  idleLimits: IdleLimits;
}

/** One attempt: the provider's parts into the log, until its terminal marker, a failure or a stop. */
export async function runAttempt(options: AttemptOptions): Promise<Outcome> {
  const { stop } = options;
  // The call ends with the attempt, however that ends: a stalled stream would otherwise live on.
  const call = new AbortController();
  const onStop = (): void => call.abort();
  stop.signal.addEventListener('abort', onStop);
  try {
    if (stop.signal.aborted) return { tag: 'stopped' };
    const outcome = await copyParts(options, call.signal);
    return stop.signal.aborted ? { tag: 'stopped' } : outcome;
  } catch (error) {
    if (stop.signal.aborted) return { tag: 'stopped' };
    return { tag: 'failed', failure: classifyAttempt(options.plan, error) };
  } finally {
    stop.signal.removeEventListener('abort', onStop);
    call.abort();
  }
}

/** A prefilled request that is rejected is most likely rejected for that: the next strategy is tried. */
function classifyAttempt({ strategy }: AttemptPlan, error: unknown): Failure {
  const failure = classifyError(error);
  const isRefused = strategy === 'prefill' && failure.code === 'provider_rejected';
  return isRefused ? { ...failure, code: 'prefill_refused' } : failure;
}

/** The call that the plan asks for, and how its text meets the stored one. */
function openCall(
  { plan, provider, request }: AttemptOptions,
  signal: AbortSignal,
): { request: ChatRequest; parts: AsyncIterable<ProviderPart>; seam: Seam } {
  const asked = { ...request, ...plan.target };
  switch (plan.strategy) {
    case 'reattach': {
      if (!plan.run || !provider.reattach) throw new ProviderFailure('run_lost', 'nothing to attach to');
      return { request: asked, parts: provider.reattach(plan.run, signal), seam: makeSeam('', false) };
    }
    case 'prefill': {
      const form = findPrefillForm(asked.provider, provider.wire, asked.model);
      const rest = prefillAnswer(asked, plan.stored);
      return {
        request: rest,
        parts: provider.stream(rest, signal, form),
        seam: makeSeam(plan.stored, false),
      };
    }
    case 'continue': {
      const rest = askToContinue(asked, plan.stored);
      return { request: rest, parts: provider.stream(rest, signal), seam: makeSeam(plan.stored, true) };
    }
    case 'restart':
      return { request: asked, parts: provider.stream(asked, signal), seam: makeSeam('', false) };
  }
}

async function copyParts(options: AttemptOptions, signal: AbortSignal): Promise<Outcome> {
  const { writer, idleLimits } = options;
  const { request, parts, seam } = openCall(options, signal);
  let generated = '';
  for await (const part of watchIdle(parts, idleLimits)) {
    switch (part.type) {
      case 'text': {
        generated += part.text;
        const met = seam.push(part.text);
        if (met.tag === 'diverged') return { tag: 'diverged' };
        if (met.text !== '') writer.writeText(met.text, part.cursor);
        await writer.backlog;
        break;
      }
      case 'handle':
        writer.write({ type: 'provider_handle', handle: part.handle });
        break;
      case 'end': {
        const met = seam.end();
        if (met.tag === 'diverged') return { tag: 'diverged' };
        if (met.text !== '') writer.writeText(met.text);
        const usage = part.usage ?? estimateUsage(request, generated);
        return { tag: 'completed', finishReason: part.finishReason, usage };
      }
      case 'activity':
        break;
    }
    if (writer.headSeq >= ENTRIES_PER_TASK_MAX) {
      throw new ProviderFailure('answer_too_long', `the log has ${ENTRIES_PER_TASK_MAX} entries`);
    }
  }
  throw brokenOff();
}
