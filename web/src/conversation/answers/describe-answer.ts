import type { TurnReply } from '@continuo/shared/protocol/conversation-api';
import type { ResultReply } from '@continuo/shared/protocol/http-api';
import { emptyAnswer, type Answer, type AnswerOutcome } from './answer.ts';

/** The answer of a turn as the service tells it, whole or up to `seq`; without the story of its attempts. */
export function describeAnswer(reply: TurnReply): Answer {
  return {
    ...emptyAnswer(reply.provider, reply.model, reply.created_at),
    status: reply.status,
    text: reply.answer,
    cached: reply.cached,
    attempt: reply.attempt,
    seq: reply.seq,
    finishedAt: reply.finished_at ?? undefined,
    usage: reply.usage ?? undefined,
    costUsd: reply.cost_usd,
    outcome: describeOutcome(reply),
  };
}

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

function describeOutcome({
  status,
  error,
  finish_reason,
}: Pick<TurnReply, 'status' | 'error' | 'finish_reason'>): AnswerOutcome | undefined {
  switch (status) {
    case 'queued':
    case 'running':
      return undefined;
    case 'cancelled':
      return { kind: 'cancelled' };
    case 'failed':
      return { kind: 'failed', code: error?.code ?? 'internal', message: error?.message ?? '' };
    case 'completed':
      return { kind: 'completed', finishReason: finish_reason ?? 'stop' };
  }
}
