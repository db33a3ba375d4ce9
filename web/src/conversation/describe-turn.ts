import type { TurnReply } from '@continuo/shared/protocol/conversation-api';
import { emptyAnswer, type Answer, type AnswerOutcome } from './answer.ts';
import type { SavedTurn } from './saved-conversation.ts';

/** A turn that was begun elsewhere. */
export function describeTurn(reply: TurnReply): SavedTurn {
  return {
    key: reply.task_id,
    taskId: reply.task_id,
    parent: reply.parent_task_id,
    prompt: reply.prompt,
    provider: reply.provider,
    model: reply.model,
    createdAt: reply.created_at,
  };
}

/** Its answer as the service tells it, whole or up to `seq`; without the story of its attempts. */
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

export function describeOutcome({
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
