import type { ResultReply } from '@continuo/shared/protocol/http-api';
import type { Answer, AnswerOutcome } from './answer.ts';

/** What the service says of a finished answer, without its history. */
export function describeResult(
  result: ResultReply,
): Pick<Answer, 'status' | 'text' | 'cached' | 'retry' | 'outcome'> {
  const { status, text, cached } = result;
  return { status, text, cached, retry: undefined, outcome: describeOutcome(result) };
}

function describeOutcome(result: ResultReply): AnswerOutcome {
  if (result.status === 'cancelled') return { kind: 'cancelled' };
  if (result.error) return { kind: 'failed', code: result.error.code, message: result.error.message };
  return {
    kind: 'completed',
    finishReason: result.finish_reason ?? 'stop',
    outputTokens: result.usage?.output_tokens,
    costUsd: result.cost_usd,
  };
}
