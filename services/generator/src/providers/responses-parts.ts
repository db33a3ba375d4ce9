import type { FinishReason, Usage } from '@continuo/shared/protocol/entry';
import type OpenAI from 'openai';
import { codeForReason } from './classify-error.ts';
import { orderEvents } from './order-events.ts';
import { brokenOff, ProviderFailure, type ProviderPart } from './provider.ts';

type Response = OpenAI.Responses.Response;
type StreamEvent = OpenAI.Responses.ResponseStreamEvent;

/**
 * The parts of a stream of the Responses API, up to its terminal event.
 *
 * @param after the number of the event behind which it was asked for
 */
export async function* toParts(
  events: AsyncIterable<StreamEvent>,
  signal: AbortSignal,
  after?: number,
): AsyncIterable<ProviderPart> {
  for await (const event of orderEvents(events, after)) {
    const part = toPart(event);
    yield part;
    if (part.type === 'end') return;
  }
  if (!signal.aborted) throw brokenOff();
}

function toPart(event: StreamEvent): ProviderPart {
  switch (event.type) {
    case 'response.created':
      return { type: 'handle', handle: event.response.id };
    case 'response.output_text.delta':
    case 'response.refusal.delta':
      return { type: 'text', text: event.delta, cursor: String(event.sequence_number) };
    case 'response.completed':
    case 'response.incomplete':
      return toEnd(event.response);
    case 'response.failed':
      throw toRunFailure(event.response);
    default:
      return { type: 'activity' };
  }
}

/** The end of a run that has completed, or was cut short by a limit or a filter. */
export function toEnd(response: Response): ProviderPart & { type: 'end' } {
  return { type: 'end', finishReason: toFinishReason(response), usage: toUsage(response) };
}

export function toRunFailure({ error }: Response): ProviderFailure {
  return new ProviderFailure(
    codeForReason(error?.code, 'provider_error'),
    error?.message ?? 'the run failed without a reason',
  );
}

function toFinishReason({ incomplete_details }: Response): FinishReason {
  switch (incomplete_details?.reason) {
    case undefined:
      return 'stop';
    case 'content_filter':
      return 'content_filter';
    default:
      return 'length';
  }
}

function toUsage({ usage }: Response): Usage | undefined {
  if (!usage) return undefined;
  return {
    input_tokens: usage.input_tokens,
    cached_input_tokens: usage.input_tokens_details.cached_tokens,
    output_tokens: usage.output_tokens,
    reasoning_tokens: usage.output_tokens_details.reasoning_tokens,
    estimated: false,
  };
}
