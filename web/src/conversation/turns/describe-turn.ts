import type { TurnReply } from '@continuo/shared/protocol/conversation-api';
import type { SavedTurn } from './saved-turn.ts';

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
