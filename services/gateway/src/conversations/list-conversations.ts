import {
  formatConversationToken,
  parseConversationToken,
} from '@continuo/shared/postgres/conversation-token';
import type { Hit } from '@continuo/shared/postgres/find-hits';
import type { ListedConversation } from '@continuo/shared/postgres/list-conversations';
import { matchBeginning } from '@continuo/shared/postgres/search-words';
import type {
  ConversationList,
  ConversationListQuery,
  ConversationSummary,
} from '@continuo/shared/protocol/conversation-api';
import { readBefore } from '../http/read-before.ts';
import type { ConversationStore } from './conversation-store.ts';

export interface ListConversationsDeps {
  owner: string;
  conversations: ConversationStore;
}

/** One page of the owner's conversations, or of those in which words are found. */
export async function listOwnConversations(
  { owner, conversations }: ListConversationsDeps,
  query: ConversationListQuery,
): Promise<ConversationList> {
  const before = readBefore(query.before, parseConversationToken);
  const tsquery =
    query.q === undefined ? undefined : matchBeginning(await conversations.toTsquery(query.q), query.q);
  if (tsquery === '') return { conversations: [], next_before: null };

  const rows = await conversations.list({ owner, limit: query.limit + 1, before, tsquery });
  const page = rows.slice(0, query.limit);
  const ids = page.map((row) => row.id);
  const hits = tsquery === undefined ? [] : await conversations.findHits(owner, ids, tsquery);
  const last = page.at(-1);
  return {
    conversations: page.map((row) => describeListed(row, hits)),
    next_before: last && rows.length > page.length ? formatConversationToken(last) : null,
  };
}

function describeListed(row: ListedConversation, hits: readonly Hit[]): ConversationSummary {
  const { taskId, status, provider, model } = row;
  const isEmpty = taskId === null || status === null || provider === null || model === null;
  return {
    conversation_id: row.id,
    title: row.title,
    pinned: row.pinned,
    created_at: row.createdAt,
    updated_at: row.updatedAt,
    last_turn: isEmpty ? null : { task_id: taskId, status, provider, model, finished_at: row.finishedAt },
    hits: hits
      .filter((hit) => hit.conversationId === row.id)
      .map((hit) => ({ task_id: hit.taskId, snippet: hit.snippet })),
  };
}
