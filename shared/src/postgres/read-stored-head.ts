import type { ConversationId, TaskId } from '../protocol/task-id.ts';
import type { Postgres } from './connection.ts';

/** What the next turn of a conversation needs to know of it, as far as it is mirrored; nothing of one that is not. */
export interface StoredHead {
  newestTaskId: TaskId | null;
  /** The conversation's system text; null: none. */
  system: string | null;
  /** Not long ago, with all it had: nothing of it is written any more. */
  isDeleted: boolean;
}

export async function readStoredHead(
  postgres: Postgres,
  owner: string,
  id: ConversationId,
): Promise<StoredHead> {
  const [row] = await postgres.run(
    ({ sql }) => sql<StoredHead[]>`
      select (select id from chat_tasks where owner = ${owner} and conversation_id = ${id}
               order by created_at desc, id desc limit 1) as "newestTaskId",
             (select system from conversations where owner = ${owner} and id = ${id}) as system,
             exists (select from deleted_conversations where owner = ${owner} and id = ${id}) as "isDeleted"`,
  );
  return row ?? { newestTaskId: null, system: null, isDeleted: false };
}
