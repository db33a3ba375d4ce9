import type { StoredConversation } from '@continuo/shared/postgres/stored-conversation';
import type { ConversationChange, ConversationFacts } from '@continuo/shared/protocol/conversation-api';
import type { ConversationId } from '@continuo/shared/protocol/task-id';
import { setConversationSystem } from '@continuo/shared/redis/conversation-head';
import { describeFacts, type ReadConversationDeps } from './read-conversation.ts';
import { readFreshTurns, type FreshTurns } from './read-fresh-turns.ts';

/** Sets title, pin and system text. A conversation that only Redis knows yet gets its row by this. */
export async function changeOwnConversation(
  deps: ReadConversationDeps,
  id: ConversationId,
  { title, pinned, system }: ConversationChange,
): Promise<ConversationFacts> {
  const { owner, conversations, redis } = deps;
  const ref = { owner, conversationId: id };
  const change = () => conversations.change(ref, { title, pinned, system });
  let stored = await change();
  const fresh = await readFreshTurns(deps, id);
  if (!stored) {
    await conversations.add(ref, firstRow(id, fresh));
    stored = await change();
  }
  const facts = describeFacts(id, stored, stored ? fresh : { turns: [], system: undefined });
  if (system !== undefined) await setConversationSystem(redis, owner, id, system ?? undefined);
  return facts;
}

function firstRow(
  id: ConversationId,
  fresh: FreshTurns,
): Pick<StoredConversation, 'title' | 'system' | 'createdAt'> {
  const { title, system, created_at: createdAt } = describeFacts(id, undefined, fresh);
  return { title, system, createdAt };
}
