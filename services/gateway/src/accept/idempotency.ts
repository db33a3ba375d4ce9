import { z } from 'zod';
import type { Redis } from '@continuo/shared/redis/connection';
import { idempotencyKey } from '@continuo/shared/redis/keys';
import type { ConversationId, TaskId } from '@continuo/shared/protocol/task-id';

const KEPT_MS = 24 * 3_600_000;

/** The names of a task that may not have been submitted yet. */
export interface NamedTask {
  taskId: TaskId;
  conversationId: ConversationId;
}

const claimSchema = z.object({
  task_id: z.string().transform((id) => id as TaskId),
  conversation_id: z.string().transform((id) => id as ConversationId),
  body_sha256: z.string(),
});

/**
 * Claims a key for a task, or finds the task that it was claimed for; `conflict` when that was for another
 * body. One atomic command, before the submit: whoever comes second, or after a crash, goes on with the same
 * names, and a command that is sent twice finds its own claim.
 */
export async function claimIdempotencyKey(
  redis: Redis,
  owner: string,
  key: string,
  bodySha256: string,
  fresh: NamedTask,
): Promise<NamedTask | 'conflict'> {
  const claim = JSON.stringify({
    task_id: fresh.taskId,
    conversation_id: fresh.conversationId,
    body_sha256: bodySha256,
  });
  const existing = await redis.set(idempotencyKey(owner, key), claim, 'PX', KEPT_MS, 'NX', 'GET');
  if (existing === null) return fresh;
  const earlier = claimSchema.parse(JSON.parse(existing));
  if (earlier.body_sha256 !== bodySha256) return 'conflict';
  return { taskId: earlier.task_id, conversationId: earlier.conversation_id };
}

/** Whether a task was accepted, or nearly so, under this key. */
export async function isKeyClaimed(redis: Redis, owner: string, key: string): Promise<boolean> {
  return (await redis.exists(idempotencyKey(owner, key))) === 1;
}
