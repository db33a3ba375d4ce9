import type { ConversationId, TaskId } from '@continuo/shared/protocol/task-id';
import type { ConversationHead } from '@continuo/shared/redis/conversation-head';
import { Refusal } from '../http/refusal.ts';
import type { History } from '../stores/history.ts';
import { findTaskIfAny, type FindTaskDeps, type TaskFacts } from '../tasks/find-task.ts';

export interface ConversationDeps extends FindTaskDeps {
  history: History;
}

/** A conversation as its next turn finds it. */
export interface Conversation {
  /** Undefined: it has no turn yet. */
  newest: TaskFacts | undefined;
  /** For every turn that brings no system text of its own. */
  system: string | undefined;
}

/**
 * Looks for the newest turn where the newest is known first: a turn that was begun and never submitted, or a key
 * that is gone with Redis' data, leaves it to what was known before and to Postgres.
 *
 * @throws Refusal `unknown_conversation` when it was deleted, for as long as that is remembered
 */
export async function findConversation(
  deps: ConversationDeps,
  id: ConversationId,
  head: ConversationHead,
): Promise<Conversation> {
  const begun = await findTurn(deps, head.head);
  if (begun && head.system !== undefined) return { newest: begun, system: head.system || undefined };

  const stored = await deps.history.readStoredHead(deps.owner, id);
  if (stored.isDeleted) throw new Refusal('unknown_conversation', 'It was deleted.');
  const system = head.system ?? stored.system ?? '';
  const known = await Promise.all([findTurn(deps, head.previous), findTurn(deps, stored.newestTaskId)]);
  return { newest: begun ?? newestOf(known), system: system || undefined };
}

async function findTurn(
  deps: FindTaskDeps,
  taskId: TaskId | null | undefined,
): Promise<TaskFacts | undefined> {
  return taskId ? await findTaskIfAny(deps, taskId) : undefined;
}

function newestOf(turns: readonly (TaskFacts | undefined)[]): TaskFacts | undefined {
  return turns
    .filter((turn) => turn !== undefined)
    .toSorted((a, b) => a.createdAt - b.createdAt)
    .at(-1);
}
