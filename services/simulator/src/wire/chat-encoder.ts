import type { Call, End } from '../calls/call.ts';
import type { Encoder } from './encoder.ts';
import { openAiError } from './errors.ts';
import { dataFrame } from './sse-frame.ts';

const FINISH_REASONS: Partial<Record<End, string>> = {
  completed: 'stop',
  length: 'length',
  refusal: 'content_filter',
};

/** OpenAI's chat completions: unnamed events, `[DONE]` at the end. */
export function makeChatEncoder(call: Call): Encoder {
  const { output, request } = call;
  const head = { id: call.id, created: Math.floor(call.startedAtMs / 1000), model: request.requestedModel };
  const chunk = (fields: object) =>
    dataFrame({ ...head, object: 'chat.completion.chunk', service_tier: 'default', ...fields });
  const choice = (delta: object, finishReason: string | null = null) =>
    chunk({ choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }] });
  const finishReason = () => (call.progress.end && FINISH_REASONS[call.progress.end]) ?? null;

  return {
    opening: () => [choice({ role: 'assistant', content: '', refusal: null })],
    delta: (index) => choice({ content: output.tokens[index] }),
    closing: () =>
      call.progress.end === 'failed'
        ? [errorFrame()]
        : [
            choice({}, finishReason()),
            ...(request.includeUsage ? [chunk({ choices: [], usage: usageOf(call) })] : []),
            'data: [DONE]\n\n',
          ],
    error: (_, code) => errorFrame(code),
    padding: (bytes) => chunk({ choices: [], padding: 'x'.repeat(bytes) }),
    ping: ': ping\n\n',
    body: () => ({
      ...head,
      object: 'chat.completion',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: output.tokens.join(''), refusal: null, annotations: [] },
          logprobs: null,
          finish_reason: finishReason(),
        },
      ],
      usage: usageOf(call),
      service_tier: 'default',
    }),
  };
}

function usageOf({ usage, progress: { generated } }: Call): object {
  return {
    prompt_tokens: usage.inputTokens,
    completion_tokens: generated,
    total_tokens: usage.inputTokens + generated,
    prompt_tokens_details: { cached_tokens: usage.cachedTokens, cache_write_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
  };
}

function errorFrame(code = 'server_error'): string {
  return dataFrame(openAiError({ status: 500, code }));
}
