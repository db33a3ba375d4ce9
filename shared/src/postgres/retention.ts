import type { Postgres } from './connection.ts';

/**
 * Deletes for their age. Each call deletes a page, oldest first, and returns how many rows that were; what somebody
 * else has locked is left to the next call, so that several janitors share the work. Never touched are tasks that
 * are not over and what belongs to a pinned conversation. Times in unix ms.
 */
export type DeleteOld = (postgres: Postgres, beforeMs: number) => Promise<number>;

/** Tasks of one statement: each may have as many entries as a log can have. */
const PAGE_TASKS = 50;
const PAGE_ROWS = 500;

/** Tasks that were over by then, with their logs. Those of batches go with their batch. */
export const deleteOldTasks: DeleteOld = async (postgres, beforeMs) => {
  const deleted = await postgres.run(
    ({ sql }) => sql`
      delete from chat_tasks where id in (
        select tasks.id from chat_tasks as tasks
          join conversations on conversations.owner = tasks.owner and conversations.id = tasks.conversation_id
         where tasks.finished_at < ${beforeMs} and tasks.status not in ('queued', 'running')
           and tasks.batch_id is null and not conversations.pinned
         order by tasks.finished_at limit ${PAGE_TASKS}
           for update of tasks skip locked)`,
  );
  return (
    deleted.count + (deleted.count < PAGE_TASKS ? await deleteEmptyConversations(postgres, beforeMs) : 0)
  );
};

/** The logs of tasks that were over by then. Their rows stay, with what was asked and answered. */
export const deleteOldLogs: DeleteOld = async (postgres, beforeMs) => {
  const deleted = await postgres.run(
    ({ sql }) => sql`
      with old as (
        select tasks.id from chat_tasks as tasks
          join conversations on conversations.owner = tasks.owner and conversations.id = tasks.conversation_id
         where tasks.finished_at < ${beforeMs} and tasks.log_deleted_at is null
           and tasks.status not in ('queued', 'running')
           and tasks.answer is not null and not conversations.pinned
         order by tasks.finished_at limit ${PAGE_TASKS}
           for update of tasks skip locked),
      chunks as (delete from chat_chunks using old where chat_chunks.task_id = old.id),
      events as (delete from task_events using old where task_events.task_id = old.id)
      update chat_tasks set log_deleted_at = ${Date.now()} from old where chat_tasks.id = old.id`,
  );
  return deleted.count;
};

/** Conversations without a new turn since then, with all their tasks. */
export const deleteOldConversations: DeleteOld = async (postgres, beforeMs) => {
  const deleted = await postgres.run(
    ({ sql }) => sql`
      delete from chat_tasks where id in (
        select tasks.id from conversations
          join chat_tasks as tasks on tasks.owner = conversations.owner and tasks.conversation_id = conversations.id
         where conversations.updated_at < ${beforeMs} and not conversations.pinned
           and conversations.batch_id is null and tasks.status not in ('queued', 'running')
         limit ${PAGE_TASKS}
           for update of tasks skip locked)`,
  );
  return (
    deleted.count + (deleted.count < PAGE_TASKS ? await deleteEmptyConversations(postgres, beforeMs) : 0)
  );
};

/** Batches that were over by then, with their lines and tasks. */
export const deleteOldBatches: DeleteOld = async (postgres, beforeMs) => {
  const deleted = await postgres.run(
    ({ sql }) => sql`
      delete from chat_tasks where id in (
        select tasks.id from batches join chat_tasks as tasks on tasks.batch_id = batches.id
         where batches.finished_at < ${beforeMs} and batches.status in ('completed', 'cancelled')
           and tasks.status not in ('queued', 'running')
         limit ${PAGE_TASKS}
           for update of tasks skip locked)`,
  );
  if (deleted.count === PAGE_TASKS) return deleted.count;
  const emptied = await postgres.run(
    ({ sql }) => sql`
      with old as (
        select id from batches
         where finished_at < ${beforeMs} and status in ('completed', 'cancelled')
           and not exists (select from chat_tasks where chat_tasks.batch_id = batches.id)
         order by finished_at limit ${PAGE_TASKS}
           for update skip locked),
      deleted as (delete from batches using old where batches.id = old.id returning batches.owner, batches.id),
      emptied as (
        delete from conversations using deleted
         where conversations.owner = deleted.owner and conversations.id = 'c_' || substr(deleted.id, 3))
      select id from deleted`,
  );
  return deleted.count + emptied.count;
};

async function deleteEmptyConversations(postgres: Postgres, beforeMs: number): Promise<number> {
  const deleted = await postgres.run(
    ({ sql }) => sql`
      delete from conversations where (owner, id) in (
        select owner, id from conversations
         where updated_at < ${beforeMs} and not pinned and batch_id is null
           and not exists (select from chat_tasks as tasks
                            where tasks.owner = conversations.owner and tasks.conversation_id = conversations.id)
         order by updated_at limit ${PAGE_ROWS}
           for update skip locked)`,
  );
  return deleted.count;
}
