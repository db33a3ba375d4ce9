import type { ConversationId, TaskId } from '../protocol/task-id.ts';
import type { TaskStatus } from '../protocol/task-status.ts';
import type { Pool, Postgres } from './connection.ts';
import type { ConversationToken } from './conversation-token.ts';

/** A conversation as lists show it, with its newest turn. */
export interface ListedConversation {
  id: ConversationId;
  title: string;
  pinned: boolean;
  createdAt: number;
  updatedAt: number;
  taskId: TaskId | null;
  status: TaskStatus | null;
  provider: string | null;
  model: string | null;
  finishedAt: number | null;
}

export interface ConversationPage {
  owner: string;
  limit: number;
  before: ConversationToken | undefined;
  /** Words to be found, as a tsquery; undefined: all conversations. */
  tsquery: string | undefined;
}

type Sql = Pool['sql'];

/** The owner's conversations, those that are pinned first, then the newest (invariant 10: nobody else's). */
export async function listConversations(
  postgres: Postgres,
  page: ConversationPage,
): Promise<ListedConversation[]> {
  return await postgres.run(({ sql }) => selectConversations(sql, page));
}

export function selectConversations(sql: Sql, { owner, limit, before, tsquery }: ConversationPage) {
  const isBefore = before
    ? sql`and (pinned, updated_at, conversations.id) < (${before.pinned}, ${before.updatedAt}, ${before.id})`
    : sql``;
  const isFound =
    tsquery === undefined ? sql`` : sql`and conversations.id in (${findConversations(sql, owner, tsquery)})`;
  return sql<ListedConversation[]>`
    select conversations.id, title, pinned, conversations.created_at as "createdAt", updated_at as "updatedAt",
           newest.id as "taskId", status, provider, model, finished_at as "finishedAt"
      from conversations
      left join lateral (
        select id, status, provider, model, finished_at from chat_tasks
         where owner = conversations.owner and conversation_id = conversations.id
         order by created_at desc, id desc limit 1) as newest on true
     where owner = ${owner} and ${isShown(sql)} ${isBefore} ${isFound}
     order by pinned desc, updated_at desc, conversations.id desc
     limit ${limit}`;
}

/** Not of a batch, and not half deleted. */
export function isShown(sql: Sql) {
  return sql`batch_id is null and not exists (
    select from deleted_conversations as deleted
     where deleted.owner = conversations.owner and deleted.id = conversations.id)`;
}

/** Characters of a prompt that are looked at while it is not in the search column. */
const UNSEARCHED_PROMPT_CHARS = 10_000;

/** Their titles, the turns that are over, and the prompts of those that are not: these are few, and have indexes. */
function findConversations(sql: Sql, owner: string, tsquery: string) {
  const inPrompt = sql`to_tsvector('simple', left(prompt, ${UNSEARCHED_PROMPT_CHARS})) @@ ${tsquery}::tsquery`;
  return sql`
    select id from conversations where owner = ${owner} and search @@ ${tsquery}::tsquery
    union
    select conversation_id from chat_tasks where owner = ${owner} and search @@ ${tsquery}::tsquery
    union
    select conversation_id from chat_tasks
     where owner = ${owner} and status in ('queued', 'running') and ${inPrompt}
    union
    select conversation_id from chat_tasks
     where owner = ${owner} and answer is null and status in ('completed', 'failed', 'cancelled') and ${inPrompt}`;
}
