import type { ConversationId, TaskId } from '../protocol/task-id.ts';
import type { Postgres } from './connection.ts';

/** What the next turn of a conversation needs to know of it, as far as it is mirrored. */
export interface StoredHead {
  newestTaskId: TaskId | null;
  /** The conversation's system text; null: none. */
  system: string | null;
}

/** Undefined when Postgres does not know the conversation, or not yet. */
export async function readStoredHead(
  postgres: Postgres,
  owner: string,
  id: ConversationId,
): Promise<StoredHead | undefined> {
  const [row] = await postgres.run(
    ({ sql }) => sql<StoredHead[]>`
      select system, (select id from chat_tasks
                       where owner = ${owner} and conversation_id = ${id}
                       order by created_at desc, id desc limit 1) as "newestTaskId"
        from conversations where owner = ${owner} and id = ${id}`,
  );
  return row;
}
