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

/** An Idempotency-Key with the body that it came with. */
export interface KeyUse {
  key: string;
  bodySha256: string;
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
  use: KeyUse,
  fresh: NamedTask,
): Promise<NamedTask | 'conflict'> {
  const claim = JSON.stringify({
    task_id: fresh.taskId,
    conversation_id: fresh.conversationId,
    body_sha256: use.bodySha256,
  });
  const existing = await redis.set(idempotencyKey(owner, use.key), claim, 'PX', KEPT_MS, 'NX', 'GET');
  return existing === null ? fresh : judgeClaim(existing, use);
}

/** The task that a key was claimed for; undefined: none. */
export async function readClaim(
  redis: Redis,
  owner: string,
  use: KeyUse,
): Promise<NamedTask | 'conflict' | undefined> {
  const existing = await redis.get(idempotencyKey(owner, use.key));
  return existing === null ? undefined : judgeClaim(existing, use);
}

function judgeClaim(existing: string, use: KeyUse): NamedTask | 'conflict' {
  const earlier = claimSchema.parse(JSON.parse(existing));
  if (earlier.body_sha256 !== use.bodySha256) return 'conflict';
  return { taskId: earlier.task_id, conversationId: earlier.conversation_id };
}
