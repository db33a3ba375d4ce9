import { and, eq, inArray, isNotNull } from 'drizzle-orm';
import { conversationOf, type BatchId, type TaskId } from '../protocol/task-id.ts';
import type { Postgres } from './connection.ts';
import { batches, chatTasks, conversations } from './schema.ts';

/** A batch is deleted in pages, for its tasks may have millions of entries: its tasks first, at last its own rows. */

/** Tasks deleted in one statement, with all their entries. */
const PAGE_TASKS = 50;

/** A page of the tasks that a batch still has, of all runs of its lines. */
export async function listBatchTasks(
  postgres: Postgres,
  owner: string,
  id: BatchId,
): Promise<{ taskId: TaskId; requestHash: string }[]> {
  return await postgres.run(({ drizzle }) =>
    drizzle
      .select({ taskId: chatTasks.id, requestHash: chatTasks.requestHash })
      .from(chatTasks)
      .where(and(eq(chatTasks.owner, owner), eq(chatTasks.conversationId, conversationOf(id))))
      .limit(PAGE_TASKS),
  );
}

export async function deleteTasks(postgres: Postgres, taskIds: readonly TaskId[]): Promise<void> {
  await postgres.run(({ drizzle }) => drizzle.delete(chatTasks).where(inArray(chatTasks.id, [...taskIds])));
}

/** What is left of a batch without tasks; one that somebody had begun to retry meanwhile stays. */
export async function deleteEmptyBatch(postgres: Postgres, owner: string, id: BatchId): Promise<void> {
  await postgres.run(async ({ drizzle }) => {
    const deleted = await drizzle
      .delete(batches)
      .where(and(eq(batches.owner, owner), eq(batches.id, id), isNotNull(batches.finishedAt)))
      .returning({ id: batches.id });
    if (deleted.length === 0) return;
    await drizzle
      .delete(conversations)
      .where(and(eq(conversations.owner, owner), eq(conversations.id, conversationOf(id))));
  });
}
