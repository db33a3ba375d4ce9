import type Anthropic from '@anthropic-ai/sdk';
import type { ChatRequest } from '@continuo/shared/protocol/chat-request';
import { NO_USAGE, type FinishReason, type Usage } from '@continuo/shared/protocol/entry';
import { brokenOff, sdkOptions, type Provider, type ProviderPart } from './provider.ts';

/** The Messages API has no default of its own for `max_tokens`. */
const MAX_TOKENS_DEFAULT = 8_192;

const FINISH_REASONS: Readonly<Record<string, FinishReason>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  refusal: 'refusal',
};

/** Anthropic's Messages API. `message_stop` is the terminal marker; a stream cannot be attached to again. */
export function makeAnthropicMessages(client: Anthropic): Provider {
  return {
    wire: 'messages',
    async *stream(request, call): AsyncIterable<ProviderPart> {
      const { signal } = call;
      const events = await client.messages.create(toParams(request), sdkOptions(call, signal));
      let finishReason: FinishReason = 'stop';
      let usage: Usage = NO_USAGE;
      let hasStopped = false;
      for await (const event of events) {
        if (event.type === 'message_start') usage = addInput(usage, event.message.usage);
        if (event.type === 'message_delta') {
          finishReason = FINISH_REASONS[event.delta.stop_reason ?? ''] ?? 'stop';
          usage = { ...usage, output_tokens: event.usage.output_tokens };
        }
        if (event.type === 'message_stop') hasStopped = true;
        yield toPart(event);
      }
      if (signal.aborted) return;
      if (!hasStopped) throw brokenOff();
      yield { type: 'end', finishReason, usage };
    },
  };
}

/** The prompt is counted before the answer begins: of one that breaks off, this is known. */
function toPart(event: Anthropic.RawMessageStreamEvent): ProviderPart {
  if (event.type === 'message_start') {
    const { input_tokens, cached_input_tokens } = addInput(NO_USAGE, event.message.usage);
    return { type: 'activity', prompt: { input_tokens, cached_input_tokens } };
  }
  return event.type === 'content_block_delta' && event.delta.type === 'text_delta'
    ? { type: 'text', text: event.delta.text }
    : { type: 'activity' };
}

/** Anthropic counts only the uncached part as input; ours is the whole prompt. */
function addInput(usage: Usage, reported: Anthropic.Usage): Usage {
  const cached = reported.cache_read_input_tokens ?? 0;
  const written = reported.cache_creation_input_tokens ?? 0;
  return {
    ...usage,
    input_tokens: reported.input_tokens + cached + written,
    cached_input_tokens: cached,
    output_tokens: reported.output_tokens,
  };
}

function toParams(request: ChatRequest): Anthropic.MessageCreateParamsStreaming {
  return {
    model: request.model,
    messages: request.messages,
    max_tokens: request.max_tokens ?? MAX_TOKENS_DEFAULT,
    stream: true,
    ...(request.system === undefined ? {} : { system: request.system }),
    ...(request.temperature === undefined ? {} : { temperature: request.temperature }),
  };
}
