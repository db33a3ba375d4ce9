import type { ConversationFacts, ExportQuery, TurnReply } from '@continuo/shared/protocol/conversation-api';
import type { ConversationId, TaskId } from '@continuo/shared/protocol/task-id';
import { Refusal } from '../http/refusal.ts';
import { describeFacts, describeTurn, type ReadConversationDeps } from './read-conversation.ts';
import { readFreshTurns } from './read-fresh-turns.ts';

/** One branch of a conversation: a turn and all that it answers. */
export interface ConversationExport {
  facts: ConversationFacts;
  /** From the first turn to the leaf, read as they are taken. */
  turns: AsyncGenerator<TurnReply>;
}

/** Turns in memory at a time. */
const PAGE_TURNS = 10;

/** @throws Refusal `unknown_conversation`, or `unknown_task` when the leaf is none of its turns */
export async function exportConversation(
  deps: ReadConversationDeps,
  id: ConversationId,
  leaf: ExportQuery['leaf'],
): Promise<ConversationExport> {
  const ref = { owner: deps.owner, conversationId: id };
  const fresh = await readFreshTurns(deps, id);
  const stored = await deps.conversations.read(ref);
  const facts = describeFacts(id, stored, fresh);
  const byId = new Map(fresh.turns.map((turn) => [turn.task_id, turn]));

  const last = leaf ?? fresh.turns[0]?.task_id ?? stored?.newestTaskId ?? undefined;
  const above: TurnReply[] = [];
  let next: string | null | undefined = last;
  for (let turn = byId.get(next ?? ''); turn; turn = byId.get(next ?? '')) {
    above.unshift(turn);
    next = turn.parent_task_id;
  }
  const branch = next ? await deps.conversations.listBranch(ref, next as TaskId) : [];
  if (leaf !== undefined && above.length + branch.length === 0) throw new Refusal('unknown_task');
  return { facts, turns: readBranch(deps, branch, above) };
}

async function* readBranch(
  deps: ReadConversationDeps,
  stored: readonly TaskId[],
  fresh: readonly TurnReply[],
): AsyncGenerator<TurnReply> {
  for (let i = 0; i < stored.length; i += PAGE_TURNS) {
    const rows = await deps.conversations.readTurns(stored.slice(i, i + PAGE_TURNS));
    for (const row of rows) yield await describeTurn(deps, row);
  }
  yield* fresh;
}
