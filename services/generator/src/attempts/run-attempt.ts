import type { ChatRequest } from '@continuo/shared/protocol/chat-request';
import type { FinishReason, Usage } from '@continuo/shared/protocol/entry';
import type { Failure } from '@continuo/shared/protocol/failure';
import { ENTRIES_PER_TASK_MAX } from '@continuo/shared/protocol/limits';
import type { StopSignal } from '../held-task.ts';
import type { LogWriter } from '../log-writer.ts';
import { classifyError } from '../providers/classify-error.ts';
import { brokenOff, ProviderFailure, type Provider, type ProviderPart } from '../providers/provider.ts';
import { watchIdle, type IdleLimits } from '../providers/watch-idle.ts';
import { makeAttemptMeter, type AttemptMeter } from './attempt-meter.ts';
import { findPrefillForm, requestRest } from './continuation.ts';
import type { AttemptPlan } from './plan-attempt.ts';
import { makeSeam, type Seam } from './seam.ts';

/** How an attempt ended. `stopped`: not by the provider; the reason is in the stop signal. */
export type Outcome =
  | { tag: 'completed'; finishReason: FinishReason; usage: Usage }
  | FailedOutcome
  /** The model began the answer again, and otherwise: what is stored is not the beginning of what it says. */
  | { tag: 'diverged'; usage: Usage }
  | { tag: 'stopped' };

export interface FailedOutcome {
  tag: 'failed';
  failure: Failure;
  /** What it consumed all the same; null: nobody can tell. */
  usage: Usage | null;
}

export interface AttemptOptions {
  request: ChatRequest;
  plan: AttemptPlan;
  callName: string;
  provider: Provider;
  writer: LogWriter;
  stop: StopSignal;
  idleLimits: IdleLimits;
}

/** One attempt: the provider's parts into the log, until its terminal marker, a failure or a stop. */
export async function runAttempt(options: AttemptOptions): Promise<Outcome> {
  const { stop, plan, request } = options;
  // The call ends with the attempt, however that ends: a stalled stream would otherwise live on.
  const call = new AbortController();
  const onStop = (): void => call.abort();
  stop.signal.addEventListener('abort', onStop);
  const sent = requestRest(plan.strategy, { ...request, ...plan.target }, plan.stored);
  const meter = makeAttemptMeter(sent, plan.run?.text ?? '');
  try {
    if (stop.isStopped()) return { tag: 'stopped' };
    const outcome = await copyParts(options, openCall(options, sent, call.signal), meter);
    return stop.signal.aborted ? { tag: 'stopped' } : outcome;
  } catch (error) {
    if (stop.signal.aborted) return { tag: 'stopped' };
    const failure = classifyAttempt(plan, error);
    return { tag: 'failed', failure, usage: meter.ofFailure(failure.code) };
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

interface OpenedCall {
  parts: AsyncIterable<ProviderPart>;
  /** How its text meets the stored one. */
  seam: Seam;
}

/** The call that the plan asks for. @param sent the request as the plan's strategy sends it */
function openCall(
  { plan, callName: name, provider }: AttemptOptions,
  sent: ChatRequest,
  signal: AbortSignal,
): OpenedCall {
  switch (plan.strategy) {
    case 'reattach': {
      if (!plan.run || !provider.reattach) throw new ProviderFailure('run_lost', 'nothing to attach to');
      return { parts: provider.reattach(plan.run, signal), seam: makeSeam('', false) };
    }
    case 'prefill': {
      const prefill = findPrefillForm(sent.provider, provider.wire, sent.model);
      return { parts: provider.stream(sent, { name, signal, prefill }), seam: makeSeam(plan.stored, false) };
    }
    case 'continue':
      return { parts: provider.stream(sent, { name, signal }), seam: makeSeam(plan.stored, true) };
    case 'restart':
      return { parts: provider.stream(sent, { name, signal }), seam: makeSeam('', false) };
  }
}

async function copyParts(
  { writer, idleLimits }: AttemptOptions,
  { parts, seam }: OpenedCall,
  meter: AttemptMeter,
): Promise<Outcome> {
  for await (const part of watchIdle(parts, idleLimits)) {
    meter.take(part);
    switch (part.type) {
      case 'text': {
        const met = seam.push(part.text);
        if (met.tag === 'diverged') return { tag: 'diverged', usage: meter.estimate() };
        if (met.text !== '') writer.writeText(met.text, part.cursor);
        await writer.backlog;
        break;
      }
      case 'handle':
        writer.write({ type: 'provider_handle', handle: part.handle });
        break;
      case 'end': {
        const usage = part.usage ?? meter.estimate();
        const met = seam.end();
        if (met.tag === 'diverged') return { tag: 'diverged', usage };
        if (met.text !== '') writer.writeText(met.text);
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
