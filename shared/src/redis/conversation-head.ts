import type { ConversationId, TaskId } from '../protocol/task-id.ts';
import type { Redis } from './connection.ts';
import { conversationKey } from './keys.ts';

/**
 * What the next turn of a conversation needs to know before Postgres has the turn before it. A hint, never the
 * truth: the head may name a task that was never submitted, and the key may be missing; then `previous` and Postgres
 * tell.
 */
export interface ConversationHead {
  /** The turn that was begun last. */
  head: TaskId | undefined;
  /** The newest turn that was known to be there when that one was begun. */
  previous: TaskId | undefined;
  /** The conversation's system text, '' for none; undefined: Postgres tells. */
  system: string | undefined;
}

/** Far longer than any turn takes to be mirrored. */
const KEPT_MS = 3 * 24 * 3_600_000;

export async function readConversationHead(
  redis: Redis,
  owner: string,
  id: ConversationId,
): Promise<ConversationHead> {
  const [head, previous, system] = await redis.hmget(
    conversationKey(owner, id),
    'head',
    'previous',
    'system',
  );
  return {
    head: (head ?? undefined) as TaskId | undefined,
    previous: (previous ?? undefined) as TaskId | undefined,
    system: system ?? undefined,
  };
}

/**
 * Says that a turn begins: before its submit, so that no turn is there without the next one knowing of it.
 *
 * @param previous undefined: it is the first
 * @param system as it was read; what somebody set since stays, but a first turn begins anew
 */
export async function noteTurn(
  redis: Redis,
  owner: string,
  turn: { conversationId: ConversationId; taskId: TaskId },
  { previous, system = '' }: { previous: TaskId | undefined; system: string | undefined },
): Promise<void> {
  const key = conversationKey(owner, turn.conversationId);
  const steps = redis.multi();
  if (previous === undefined) steps.del(key);
  else steps.hset(key, 'previous', previous);
  steps.hset(key, 'head', turn.taskId).hsetnx(key, 'system', system).pexpire(key, KEPT_MS);
  await execute(steps);
}

/** Call it after Postgres has the text: a key made meanwhile, of what Postgres said before, is put right by it. */
export async function setConversationSystem(
  redis: Redis,
  owner: string,
  id: ConversationId,
  system: string | undefined,
): Promise<void> {
  const key = conversationKey(owner, id);
  await execute(
    redis
      .multi()
      .hset(key, 'system', system ?? '')
      .pexpire(key, KEPT_MS),
  );
}

export async function isConversationKnown(redis: Redis, owner: string, id: ConversationId): Promise<boolean> {
  return (await redis.exists(conversationKey(owner, id))) === 1;
}

export async function forgetConversation(redis: Redis, owner: string, id: ConversationId): Promise<void> {
  await redis.del(conversationKey(owner, id));
}

async function execute(steps: ReturnType<Redis['multi']>): Promise<void> {
  const replies = await steps.exec();
  const error = replies?.find(([fault]) => fault)?.[0];
  if (error) throw error;
}
