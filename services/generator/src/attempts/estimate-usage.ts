import type { AttemptView } from '@continuo/shared/protocol/attempts';
import type { ChatRequest } from '@continuo/shared/protocol/chat-request';
import type { Usage } from '@continuo/shared/protocol/entry';
import { estimateInputTokens, estimateTokens } from '@continuo/shared/protocol/estimate-tokens';
import type { TaskView } from '@continuo/shared/protocol/fold-task';
import { requestRest } from './continuation.ts';

/** The usage of a call whose provider never told it. */
export function estimateUsage(request: ChatRequest, answer: string): Usage {
  return {
    input_tokens: estimateInputTokens(request),
    cached_input_tokens: 0,
    output_tokens: estimateTokens(answer),
    reasoning_tokens: 0,
    estimated: true,
  };
}

/**
 * The usage of the attempt that ran last, by what the log has of it: of one whose worker died, or which was stopped.
 * null: nobody can tell, for none of its text came. Undefined: the log tells already, or there was no attempt.
 */
export function estimateUntold(view: TaskView, request: ChatRequest): Usage | null | undefined {
  const last = view.attempts.at(-1);
  if (!last || last.usage !== undefined) return undefined;
  const { strategy, keptChunks } = beginningOfRun(view.attempts, last);
  const texts = view.chunks.map((chunk) => chunk.text);
  const answer = texts.slice(keptChunks).join('');
  if (answer === '') return null;
  return estimateUsage(requestRest(strategy, request, texts.slice(0, keptChunks).join('')), answer);
}

/** The attempt that began what the last one attached to. */
function beginningOfRun(attempts: readonly AttemptView[], last: AttemptView): AttemptView {
  return attempts.findLast(({ strategy }) => strategy !== 'reattach') ?? last;
}
