import { formatListToken, parseListToken } from '@continuo/shared/postgres/list-token';
import type { TurnRow } from '@continuo/shared/postgres/read-turns';
import type { StoredConversation } from '@continuo/shared/postgres/stored-conversation';
import { titleOf } from '@continuo/shared/postgres/title';
import type {
  ConversationFacts,
  ConversationQuery,
  ConversationReply,
  TurnReply,
} from '@continuo/shared/protocol/conversation-api';
import type { TaskView } from '@continuo/shared/protocol/fold-task';
import type { ReadLog } from '@continuo/shared/protocol/log-page';
import type { ConversationId, TaskId } from '@continuo/shared/protocol/task-id';
import { readBefore } from '../http/read-before.ts';
import { Refusal } from '../http/refusal.ts';
import { isRedisOutage } from '../stores/redis-outage.ts';
import { readTaskView } from '../tasks/task-view.ts';
import type { ConversationStore } from './conversation-store.ts';
import { compareTurns, describeLoggedTurn, describeStoredTurn } from './describe-turn.ts';
import { readFreshTurns, type FreshTurnDeps, type FreshTurns } from './read-fresh-turns.ts';

export interface ReadConversationDeps extends FreshTurnDeps {
  conversations: ConversationStore;
  /** Of Postgres alone. */
  readMirrored: ReadLog;
}

/** The conversation with a page of its turns: those that Postgres has, and those that only Redis has yet. */
export async function readOwnConversation(
  deps: ReadConversationDeps,
  id: ConversationId,
  { limit, before: token }: ConversationQuery,
): Promise<ConversationReply> {
  const before = readBefore(token, parseListToken);
  const ref = { owner: deps.owner, conversationId: id };
  const fresh = await readFreshTurns(deps, id);
  const [stored, page] = await Promise.all([
    deps.conversations.read(ref),
    deps.conversations.listTurns(ref, limit, before),
  ]);
  const facts = describeFacts(id, stored, fresh);
  const ids = new Set<string>(page.turns.map((row) => row.id));
  const all = [
    ...(before ? [] : fresh.turns.filter((turn) => !ids.has(turn.task_id))),
    ...(await Promise.all(page.turns.map((row) => describeTurn(deps, row)))),
  ].toSorted(compareTurns);
  const turns = all.slice(0, limit);
  const last = turns.at(-1);
  const hasMore = page.hasMore || all.length > turns.length;
  return { ...facts, turns, next_before: hasMore && last ? tokenOf(last) : null };
}

/** @throws Refusal `unknown_conversation` when neither store knows it */
export function describeFacts(
  id: ConversationId,
  stored: StoredConversation | undefined,
  fresh: FreshTurns,
): ConversationFacts {
  const newest = fresh.turns.at(0);
  const oldest = fresh.turns.at(-1);
  if (stored) {
    return {
      conversation_id: id,
      title: stored.title,
      pinned: stored.pinned,
      system: stored.system,
      created_at: stored.createdAt,
      updated_at: Math.max(stored.updatedAt, newest?.created_at ?? 0),
    };
  }
  if (!newest || !oldest) throw new Refusal('unknown_conversation');
  return {
    conversation_id: id,
    title: titleOf(oldest.prompt),
    pinned: false,
    system: fresh.system || null,
    created_at: oldest.created_at,
    updated_at: newest.created_at,
  };
}

/** A turn that goes on, or whose text was not stored yet, is told by its log. */
export async function describeTurn(
  { readLog, readMirrored }: Pick<ReadConversationDeps, 'readLog' | 'readMirrored'>,
  row: TurnRow,
): Promise<TurnReply> {
  const view = row.answer === null ? await readNewestView(readLog, readMirrored, row.id) : undefined;
  return view ? describeLoggedTurn(row.id, row.prompt, view) : describeStoredTurn(row);
}

/** While Redis is away: what is mirrored. */
async function readNewestView(
  readLog: ReadLog,
  readMirrored: ReadLog,
  taskId: TaskId,
): Promise<TaskView | undefined> {
  try {
    return await readTaskView(readLog, taskId);
  } catch (error) {
    if (!isRedisOutage(error)) throw error;
    return await readTaskView(readMirrored, taskId);
  }
}

function tokenOf(turn: TurnReply): string {
  return formatListToken({ createdAt: turn.created_at, id: turn.task_id as TaskId });
}
