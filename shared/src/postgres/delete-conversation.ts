import type { ConversationId, TaskId } from '../protocol/task-id.ts';
import type { Postgres } from './connection.ts';

/** Names a conversation. */
export interface ConversationRef {
  owner: string;
  conversationId: ConversationId;
}

/** A task of a deleted conversation, as far as one needs to know it to find what Redis has of it. */
export interface DeletedTask {
  taskId: TaskId;
  requestHash: string;
}

/** Tasks deleted in one statement, with all their entries: far below what a statement may take. */
const PAGE_TASKS = 50;
/** Longer than a persister can have held the beginning of a task that Redis forgot. */
const REMEMBERED_MS = 24 * 3_600_000;

/**
 * Notes that a conversation is deleted, and which tasks it had: from then on nothing of it is written, nor put back
 * into Redis from here. Returns the tasks; again when the deletion was begun before and broke off. Undefined: there
 * is no such conversation. Those of batches are none.
 *
 * @param isInRedis it is known to Redis, where it may be newer than what is here
 */
export async function beginDeletion(
  postgres: Postgres,
  { owner, conversationId: id }: ConversationRef,
  isInRedis: boolean,
  nowMs: number,
): Promise<DeletedTask[] | undefined> {
  return await postgres.transact(async (sql) => {
    // Waits for all who look into this table and write what they found allowed.
    await sql`lock table deleted_conversations in access exclusive mode`;
    await sql`
      insert into deleted_conversations (owner, id, deleted_at, tasks)
      select ${owner}, ${id}, ${nowMs}::bigint,
             (select coalesce(json_agg(json_build_object('taskId', id, 'requestHash', request_hash)), '[]')
                from chat_tasks where owner = ${owner} and conversation_id = ${id})::text
       where coalesce((select batch_id is null from conversations where owner = ${owner} and id = ${id}),
                      ${isInRedis}::boolean)
          on conflict (owner, id) do nothing`;
    await sql`
      delete from chat_tasks
       where owner = ${owner} and conversation_id = ${id} and status in ('queued', 'running')
         and exists (select from deleted_conversations where owner = ${owner} and id = ${id})`;
    const [mark] = await sql<{ tasks: string | null }[]>`
      select tasks from deleted_conversations where owner = ${owner} and id = ${id}`;
    return mark && (JSON.parse(mark.tasks ?? '[]') as DeletedTask[]);
  });
}

/** Deletes what is here of a conversation, its turns first: in pages, for they may have millions of entries. */
export async function deleteRows(
  postgres: Postgres,
  { owner, conversationId: id }: ConversationRef,
): Promise<void> {
  for (let deleted = PAGE_TASKS; deleted === PAGE_TASKS;) {
    const page = await postgres.run(
      ({ sql }) => sql`
        delete from chat_tasks where id in (
          select id from chat_tasks where owner = ${owner} and conversation_id = ${id} limit ${PAGE_TASKS})`,
    );
    deleted = page.count;
  }
  await postgres.run(({ sql }) => sql`delete from conversations where owner = ${owner} and id = ${id}`);
}

/** Nothing is left of it in either store. Lets go of older deletions by the way. */
export async function endDeletion(
  postgres: Postgres,
  { owner, conversationId: id }: ConversationRef,
  nowMs: number,
): Promise<void> {
  await postgres.run(async ({ sql }) => {
    await sql`update deleted_conversations set tasks = null where owner = ${owner} and id = ${id}`;
    await sql`
      delete from deleted_conversations where tasks is null and deleted_at < ${nowMs - REMEMBERED_MS}`;
  });
}
