import type { TaskId } from '../protocol/task-id.ts';
import type { Pool, Postgres } from './connection.ts';
import type { ConversationRef } from './delete-conversation.ts';
import { isShown } from './list-conversations.ts';

/** A conversation, without its turns. */
export interface StoredConversation {
  title: string;
  pinned: boolean;
  system: string | null;
  createdAt: number;
  updatedAt: number;
  newestTaskId: TaskId | null;
}

/** What a person may set of a conversation; undefined: stays as it is. */
export interface ConversationSettings {
  title: string | undefined;
  pinned: boolean | undefined;
  /** null: none. */
  system: string | null | undefined;
}

type Sql = Pool['sql'];

function columns(sql: Sql) {
  return sql`
    title, pinned, system, created_at as "createdAt", updated_at as "updatedAt",
    (select chat_tasks.id from chat_tasks
      where chat_tasks.owner = conversations.owner and conversation_id = conversations.id
      order by chat_tasks.created_at desc, chat_tasks.id desc limit 1) as "newestTaskId"`;
}

/** Undefined: not mirrored yet, deleted, of a batch, or there never was one. */
export async function readConversation(
  postgres: Postgres,
  { owner, conversationId }: ConversationRef,
): Promise<StoredConversation | undefined> {
  const [row] = await postgres.run(
    ({ sql }) => sql<StoredConversation[]>`
      select ${columns(sql)} from conversations
       where owner = ${owner} and id = ${conversationId} and ${isShown(sql)}`,
  );
  return row;
}

/** Sets what is given. Undefined as for `readConversation`. */
export async function changeConversation(
  postgres: Postgres,
  { owner, conversationId }: ConversationRef,
  { title, pinned, system }: ConversationSettings,
): Promise<StoredConversation | undefined> {
  const [row] = await postgres.run(
    ({ sql }) => sql<StoredConversation[]>`
      update conversations
         set title = coalesce(${title ?? null}::text, title), pinned = coalesce(${pinned ?? null}::boolean, pinned),
             system = ${system === undefined ? sql`system` : sql`${system}::text`}
       where owner = ${owner} and id = ${conversationId} and ${isShown(sql)}
      returning ${columns(sql)}`,
  );
  return row;
}

/** Adds a conversation that the persister has not come to yet: it takes one that is there as it is. */
export async function addConversation(
  postgres: Postgres,
  { owner, conversationId: id }: ConversationRef,
  { title, system, createdAt }: Pick<StoredConversation, 'title' | 'system' | 'createdAt'>,
): Promise<void> {
  await postgres.transact(
    (sql) => sql`
      insert into conversations (owner, id, title, system, created_at, updated_at)
      select ${owner}, ${id}, ${title}, ${system}, ${createdAt}::bigint, ${createdAt}::bigint
       where not exists (select from deleted_conversations where owner = ${owner} and id = ${id})
          on conflict (owner, id) do nothing`,
  );
}
