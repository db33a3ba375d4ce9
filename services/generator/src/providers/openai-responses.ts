import type { ChatRequest } from '@continuo/shared/protocol/chat-request';
import type { FinishReason, Usage } from '@continuo/shared/protocol/entry';
import type OpenAI from 'openai';
import { codeForReason } from './classify-error.ts';
import { estimateUsage } from './estimate-usage.ts';
import { brokenOff, ProviderFailure, type Provider, type ProviderPart } from './provider.ts';

type Response = OpenAI.Responses.Response;
type StreamEvent = OpenAI.Responses.ResponseStreamEvent;

/** How long a provider may take to cancel a run; the end of the task waits for it. */
const CANCEL_MS = 2_000;

/** `background`: the run lives on at OpenAI when the connection ends, and can be attached to again. */
export type ResponsesMode = 'background' | 'stream';

/** OpenAI's Responses API. The event `sequence_number` is the cursor. */
export function makeOpenAiResponses(client: OpenAI, mode: ResponsesMode): Provider {
  const provider: Provider = {
    async *stream(request: ChatRequest, signal: AbortSignal): AsyncIterable<ProviderPart> {
      const events = await client.responses.create(toParams(request, mode), { signal });
      let text = '';
      for await (const event of events) {
        const part = toPart(event, mode, request, text);
        if (part.type === 'text') text += part.text;
        yield part;
        if (part.type === 'end') return;
      }
      if (!signal.aborted) throw brokenOff();
    },
  };
  if (mode === 'background') {
    provider.cancelRun = async (handle) => {
      await client.responses.cancel(handle, { timeout: CANCEL_MS });
    };
  }
  return provider;
}

function toParams(request: ChatRequest, mode: ResponsesMode): OpenAI.Responses.ResponseCreateParamsStreaming {
  const isBackground = mode === 'background';
  return {
    model: request.model,
    input: request.messages.map(({ role, content }) => ({ role, content })),
    stream: true,
    background: isBackground,
    store: isBackground,
    stream_options: { include_obfuscation: false },
    ...(request.system === undefined ? {} : { instructions: request.system }),
    ...(request.temperature === undefined ? {} : { temperature: request.temperature }),
    ...(request.max_tokens === undefined ? {} : { max_output_tokens: request.max_tokens }),
  };
}

function toPart(event: StreamEvent, mode: ResponsesMode, request: ChatRequest, text: string): ProviderPart {
  switch (event.type) {
    case 'response.created':
      return mode === 'background' ? { type: 'handle', handle: event.response.id } : { type: 'activity' };
    case 'response.output_text.delta':
    case 'response.refusal.delta':
      return { type: 'text', text: event.delta, cursor: String(event.sequence_number) };
    case 'response.completed':
    case 'response.incomplete':
      return {
        type: 'end',
        finishReason: toFinishReason(event.response),
        usage: toUsage(event.response) ?? estimateUsage(request, text),
      };
    case 'response.failed': {
      const { code, message } = event.response.error ?? { code: undefined, message: 'the run failed' };
      throw new ProviderFailure(codeForReason(code, 'provider_error'), message);
    }
    default:
      return { type: 'activity' };
  }
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
