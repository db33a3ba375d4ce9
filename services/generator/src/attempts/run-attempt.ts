import type { FinishReason, Usage } from '@continuo/shared/protocol/entry';
import type { Failure } from '@continuo/shared/protocol/failure';
import type { ChatRequest } from '@continuo/shared/protocol/chat-request';
import { ENTRIES_PER_TASK_MAX } from '@continuo/shared/protocol/limits';
import type { StopSignal } from './held-task.ts';
import type { LogWriter } from './log-writer.ts';
import { classifyError } from './providers/classify-error.ts';
import { brokenOff, ProviderFailure, type Provider } from './providers/provider.ts';
import { watchIdle, type IdleLimits } from './providers/watch-idle.ts';

/** How an attempt ended. `stopped`: not by the provider; the reason is in the stop signal. */
export type Outcome =
  | { tag: 'completed'; finishReason: FinishReason; usage: Usage }
  | { tag: 'failed'; failure: Failure }
  | { tag: 'stopped' };

export interface AnswerOptions {
  request: ChatRequest;
  provider: Provider;
  writer: LogWriter;
  stop: StopSignal;
  idleLimits: IdleLimits;
  onError: (error: unknown) => void;
}

/** One attempt: the provider's parts into the log, until its terminal marker, a failure or a stop. */
export async function answerTask(options: AnswerOptions): Promise<Outcome> {
  const { stop } = options;
  // The call ends with the attempt, however that ends: a stalled stream would otherwise live on.
  const call = new AbortController();
  const onStop = (): void => call.abort();
  stop.signal.addEventListener('abort', onStop);
  const run: ProviderRun = { handle: undefined };
  try {
    if (stop.signal.aborted) return { tag: 'stopped' };
    const outcome = await copyParts(options, run, call.signal);
    if (outcome.tag === 'completed') run.handle = undefined;
    return stop.signal.aborted ? { tag: 'stopped' } : outcome;
  } catch (error) {
    return stop.signal.aborted ? { tag: 'stopped' } : { tag: 'failed', failure: classifyError(error) };
  } finally {
    stop.signal.removeEventListener('abort', onStop);
    call.abort();
    await cancelRun(options, run);
  }
}

/** A run that goes on at the provider when its connection ends. */
interface ProviderRun {
  handle: string | undefined;
}

async function copyParts(options: AnswerOptions, run: ProviderRun, signal: AbortSignal): Promise<Outcome> {
  const { request, provider, writer, idleLimits } = options;
  for await (const part of watchIdle(provider.stream(request, signal), idleLimits)) {
    switch (part.type) {
      case 'text':
        writer.writeText(part.text, part.cursor);
        await writer.backlog;
        break;
      case 'handle':
        run.handle = part.handle;
        writer.write({ type: 'provider_handle', handle: part.handle });
        break;
      case 'end':
        return { tag: 'completed', finishReason: part.finishReason, usage: part.usage };
      case 'activity':
        break;
    }
    if (writer.headSeq >= ENTRIES_PER_TASK_MAX) {
      throw new ProviderFailure('answer_too_long', `the log has ${ENTRIES_PER_TASK_MAX} entries`);
    }
  }
  throw brokenOff();
}

/** Nobody reads that run any more: left alone, it would be paid to its end. */
async function cancelRun({ provider, onError }: AnswerOptions, { handle }: ProviderRun): Promise<void> {
  if (handle === undefined || !provider.cancelRun) return;
  try {
    await provider.cancelRun(handle);
  } catch (error) {
    onError(error);
  }
}
