import type { ChatMessage, ChatRequest } from '@continuo/shared/protocol/chat-request';
import type { FinishReason, Usage } from '@continuo/shared/protocol/entry';
import type OpenAI from 'openai';
import type { PrefillForm } from '../attempts/continuation.ts';
import { brokenOff, sdkOptions, type Provider, type ProviderPart } from './provider.ts';

type Chunk = OpenAI.ChatCompletionChunk;

const FINISH_REASONS: Readonly<Record<string, FinishReason>> = {
  stop: 'stop',
  length: 'length',
  content_filter: 'content_filter',
};

/** OpenAI chat completions, and every server that speaks them. Nothing of a stream can be attached to again. */
export function makeOpenAiChat(client: OpenAI): Provider {
  const isOpenAi = new URL(client.baseURL).hostname === 'api.openai.com';
  return {
    wire: 'chat-completions',
    async *stream(request, call): AsyncIterable<ProviderPart> {
      const { signal } = call;
      const params = toParams(request, isOpenAi, call.prefill);
      const chunks = await client.chat.completions.create(params, sdkOptions(call, signal));
      let finishReason: FinishReason | undefined;
      let usage: Usage | undefined;
      for await (const chunk of chunks) {
        const choice = chunk.choices[0];
        const delta = choice?.delta.content ?? choice?.delta.refusal;
        if (delta) {
          yield { type: 'text', text: delta };
        } else {
          yield { type: 'activity' };
        }
        if (choice?.finish_reason) finishReason = FINISH_REASONS[choice.finish_reason] ?? 'stop';
        usage = toUsage(chunk) ?? usage;
      }
      if (signal.aborted) return;
      if (!finishReason) throw brokenOff();
      yield { type: 'end', finishReason, usage };
    },
  };
}

/** OpenAI's reasoning models, also behind a router's prefix: they refuse `max_tokens`. */
const COUNTS_REASONING = /^(?:openai\/)?(?:gpt-(?:[5-9]|\d\d)|o\d)/;

/** The parameter that bounds the answer: many compatible servers know only the old name, and ignore the new one. */
function limitOf({ model, max_tokens: limit }: ChatRequest, isOpenAi: boolean) {
  if (limit === undefined) return {};
  return isOpenAi || COUNTS_REASONING.test(model) ? { max_completion_tokens: limit } : { max_tokens: limit };
}

function toParams(
  request: ChatRequest,
  isOpenAi: boolean,
  prefill: PrefillForm | undefined,
): OpenAI.ChatCompletionCreateParamsStreaming {
  const system = request.system === undefined ? [] : [{ role: 'system' as const, content: request.system }];
  return {
    model: request.model,
    messages: [...system, ...markLast(request.messages, prefill)],
    stream: true,
    stream_options: { include_usage: true },
    ...(prefill === 'vllm' ? { continue_final_message: true, add_generation_prompt: false } : {}),
    ...(request.temperature === undefined ? {} : { temperature: request.temperature }),
    ...limitOf(request, isOpenAi),
  };
}

/** Some servers want the message itself to say that it is to be gone on with (DeepSeek, Mistral; Kimi). */
function markLast(messages: readonly ChatMessage[], prefill: PrefillForm | undefined): ChatMessage[] {
  const last = messages.at(-1);
  if (!last || (prefill !== 'prefix' && prefill !== 'partial')) return [...messages];
  const marked: ChatMessage & Record<string, unknown> = { ...last, [prefill]: true };
  return [...messages.slice(0, -1), marked];
}

/** The last chunk carries the usage; servers that know no `include_usage` never send it. */
function toUsage({ usage }: Chunk): Usage | undefined {
  if (!usage) return undefined;
  return {
    input_tokens: usage.prompt_tokens,
    cached_input_tokens: usage.prompt_tokens_details?.cached_tokens ?? 0,
    output_tokens: usage.completion_tokens,
    reasoning_tokens: usage.completion_tokens_details?.reasoning_tokens ?? 0,
    estimated: false,
  };
}
