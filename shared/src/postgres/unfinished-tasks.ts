import { and, asc, eq, gt, inArray } from 'drizzle-orm';
import type { TaskId } from '../protocol/task-id.ts';
import type { Postgres } from './connection.ts';
import { chatTasks, type TaskRow } from './schema.ts';

/** How far an unfinished task is mirrored. */
export type UnfinishedTask = Pick<TaskRow, 'id' | 'seq' | 'incarnation' | 'cached'>;

const isUnfinished = inArray(chatTasks.status, ['queued', 'running']);

/** A page of the unfinished tasks of all owners, by id; the next begins behind the last. */
export async function listUnfinished(
  postgres: Postgres,
  afterId: TaskId | '',
  countMax: number,
): Promise<UnfinishedTask[]> {
  const { id, seq, incarnation, cached } = chatTasks;
  return await postgres.run(({ drizzle }) =>
    drizzle
      .select({ id, seq, incarnation, cached })
      .from(chatTasks)
      .where(and(isUnfinished, gt(id, afterId as TaskId)))
      .orderBy(asc(id))
      .limit(countMax),
  );
}

/**
 * Begins the next incarnation of a task's log: from now on nobody adds to it who read an older one. Of several who
 * try on the same incarnation one gets the task, as it is now; undefined for the others, and when it has ended.
 */
export async function raiseIncarnation(
  postgres: Postgres,
  { id, incarnation }: UnfinishedTask,
  next: number,
): Promise<TaskRow | undefined> {
  const [row] = await postgres.run(({ drizzle }) =>
    drizzle
      .update(chatTasks)
      .set({ incarnation: next })
      .where(and(eq(chatTasks.id, id), eq(chatTasks.incarnation, incarnation), isUnfinished))
      .returning(),
  );
  return row;
}
