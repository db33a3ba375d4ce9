import type { Call, End } from '../calls/call.ts';
import type { Encoder } from './encoder.ts';
import { anthropicError } from './errors.ts';
import { eventFrame } from './sse-frame.ts';

const STOP_REASONS: Partial<Record<End, string>> = {
  completed: 'end_turn',
  length: 'max_tokens',
  refusal: 'refusal',
};

/** Anthropic's messages: named events, a ping early on. */
export function makeMessagesEncoder(call: Call): Encoder {
  const { output, request } = call;
  const ping = frame({ type: 'ping' });
  const stopReason = () => (call.progress.end && STOP_REASONS[call.progress.end]) ?? null;
  const message = (fields: object) => ({
    id: call.id,
    type: 'message',
    role: 'assistant',
    model: request.requestedModel,
    ...fields,
  });

  return {
    opening: () => [
      frame({
        type: 'message_start',
        message: message({ content: [], stop_reason: null, stop_sequence: null, usage: usageOf(call, 1) }),
      }),
      frame({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
      ping,
    ],
    delta: (index) =>
      frame({
        type: 'content_block_delta',
        index: 0,
        delta: { type: 'text_delta', text: output.tokens[index] },
      }),
    closing: () =>
      call.progress.end === 'failed'
        ? [errorFrame()]
        : [
            frame({ type: 'content_block_stop', index: 0 }),
            frame({
              type: 'message_delta',
              delta: { stop_reason: stopReason(), stop_sequence: null },
              usage: usageOf(call, call.progress.generated),
            }),
            frame({ type: 'message_stop' }),
          ],
    error: (_, code) => errorFrame(code),
    padding: (bytes) => frame({ type: 'padding', padding: 'x'.repeat(bytes) }),
    ping,
    body: () =>
      message({
        content: [{ type: 'text', text: output.tokens.join(''), citations: null }],
        stop_reason: stopReason(),
        stop_sequence: null,
        usage: usageOf(call, call.progress.generated),
      }),
  };
}

/** `input_tokens` counts only what was neither read from the cache nor written to it. */
function usageOf({ usage, request }: Call, outputTokens: number): object {
  const written = request.marksCache ? usage.inputTokens - usage.cachedTokens : 0;
  return {
    input_tokens: usage.inputTokens - usage.cachedTokens - written,
    cache_creation_input_tokens: written,
    cache_read_input_tokens: usage.cachedTokens,
    output_tokens: outputTokens,
    service_tier: 'standard',
  };
}

function frame(data: { type: string } & Record<string, unknown>): string {
  return eventFrame(data.type, data);
}

function errorFrame(code = 'api_error'): string {
  return frame(anthropicError({ status: 500, code }));
}
