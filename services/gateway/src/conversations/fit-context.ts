import type { ChatMessage, ChatRequest } from '@continuo/shared/protocol/chat-request';
import { findContextWindow } from '@continuo/shared/protocol/context-windows';
import { CHARS_PER_TOKEN, estimateInputTokens } from '@continuo/shared/protocol/estimate-tokens';
import { CONTEXT_CHARS_MAX, MESSAGES_MAX } from '@continuo/shared/protocol/limits';

/** The request as it can be sent, or what is wrong with it in one sentence. */
export type Fitted = { tag: 'fits'; request: ChatRequest; droppedTurns: number } | TooLong;
type TooLong = { tag: 'too_long'; detail: string };

/**
 * Holds a request against what its model takes. With `fit` its oldest turns go, as many as needed; the system text
 * and the last message stay, whatever their length.
 */
export function fitContext(request: ChatRequest, mode: 'all' | 'fit'): Fitted {
  let droppedTurns = 0;
  let { messages } = request;
  for (;;) {
    const fault = findExcess({ ...request, messages });
    if (fault === undefined) return { tag: 'fits', request: { ...request, messages }, droppedTurns };
    const rest = mode === 'fit' ? withoutOldestTurn(messages) : undefined;
    if (rest === undefined) return { tag: 'too_long', detail: fault };
    messages = rest;
    droppedTurns += 1;
  }
}

/** Undefined when only the last turn is left. */
function withoutOldestTurn(messages: ChatMessage[]): ChatMessage[] | undefined {
  const second = messages.findIndex((message, i) => i > 0 && message.role === 'user');
  return second === -1 ? undefined : messages.slice(second);
}

function findExcess(request: ChatRequest): string | undefined {
  const count = request.messages.length;
  if (count > MESSAGES_MAX)
    return `${count} messages are more than the ${MESSAGES_MAX} that a request may have`;
  const tokens = estimateInputTokens(request);
  const ours = CONTEXT_CHARS_MAX / CHARS_PER_TOKEN;
  if (tokens > ours) return `about ${tokens} tokens are more than the ${ours} that a request may have`;
  const window = findContextWindow(request.provider, request.model);
  const output = request.max_tokens ?? 0;
  if (window === undefined || tokens + output <= window) return undefined;
  const answer = output === 0 ? '' : ` and ${output} for the answer`;
  return `about ${tokens} tokens${answer} are more than the ${window} that ${request.model} takes`;
}
