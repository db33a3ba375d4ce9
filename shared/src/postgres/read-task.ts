import { eq } from 'drizzle-orm';
import type { TaskId } from '../protocol/task-id.ts';
import type { Postgres } from './connection.ts';
import { chatTasks, type TaskRow } from './schema.ts';

/** Undefined when Postgres does not know the task: not mirrored yet, deleted, or never accepted. */
export async function readTaskRow(postgres: Postgres, taskId: TaskId): Promise<TaskRow | undefined> {
  const [row] = await postgres.run(({ drizzle }) =>
    drizzle.select().from(chatTasks).where(eq(chatTasks.id, taskId)).limit(1),
  );
  return row;
}
