import type { ResultReply } from '@continuo/shared/protocol/http-api';
import type { Answer } from './answer.ts';
import { describeOutcome } from './describe-turn.ts';

/** What the service says of a finished answer, without its history. */
export function describeResult(
  result: ResultReply,
): Pick<Answer, 'status' | 'text' | 'cached' | 'retry' | 'usage' | 'costUsd' | 'outcome'> {
  const { status, text, cached, usage, cost_usd } = result;
  return {
    status,
    text,
    cached,
    retry: undefined,
    usage: usage ?? undefined,
    costUsd: cost_usd,
    outcome: describeOutcome(result),
  };
}
