import type { ChatRequest } from '@continuo/shared/protocol/chat-request';
import type { Usage } from '@continuo/shared/protocol/entry';

/** Rule of thumb for English text; good enough for a figure that is marked as estimated. */
const CHARS_PER_TOKEN = 4;

/** The usage of a call whose provider never told it. */
export function estimateUsage(request: ChatRequest, answer: string): Usage {
  const inputChars = request.messages.reduce(
    (sum, message) => sum + message.content.length,
    request.system?.length ?? 0,
  );
  return {
    input_tokens: Math.ceil(inputChars / CHARS_PER_TOKEN),
    cached_input_tokens: 0,
    output_tokens: Math.ceil(answer.length / CHARS_PER_TOKEN),
    reasoning_tokens: 0,
    estimated: true,
  };
}
