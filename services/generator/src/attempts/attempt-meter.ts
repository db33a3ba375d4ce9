import type { ChatRequest } from '@continuo/shared/protocol/chat-request';
import { NO_USAGE, type Usage } from '@continuo/shared/protocol/entry';
import type { FailureCode } from '@continuo/shared/protocol/failure';
import type { PromptUsage, ProviderPart } from '../providers/provider.ts';
import { estimateUsage } from './estimate-usage.ts';

/** Failures before which a provider may have worked without our hearing of it. Behind the others it refused. */
const MAY_HAVE_WORKED: ReadonlySet<FailureCode> = new Set([
  'provider_unreachable',
  'provider_interrupted',
  'provider_stalled',
  'provider_malformed',
  'internal',
]);

/** Counts what one attempt consumes, as far as its provider tells. */
export interface AttemptMeter {
  take: (part: ProviderPart) => void;
  /** What it consumed when its provider told nothing at the end. */
  estimate: () => Usage;
  /** What an attempt consumed that failed; null: nobody can tell. */
  ofFailure: (code: FailureCode) => Usage | null;
}

/**
 * @param request what the provider was sent
 * @param attachedTo text of the run that was there already: a run is counted whole, by the attempt in which it ends
 */
export function makeAttemptMeter(request: ChatRequest, attachedTo: string): AttemptMeter {
  let hasBegun = attachedTo !== '';
  let generated = attachedTo;
  let prompt: PromptUsage | undefined;

  const estimate = (): Usage => ({ ...estimateUsage(request, generated), ...prompt });
  return {
    take: (part) => {
      hasBegun = true;
      if (part.type === 'text') generated += part.text;
      if (part.type === 'activity') prompt = part.prompt ?? prompt;
    },
    estimate,
    ofFailure: (code) => {
      if (hasBegun) return estimate();
      return MAY_HAVE_WORKED.has(code) ? null : NO_USAGE;
    },
  };
}
