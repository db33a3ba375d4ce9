import { eq, getTableColumns } from 'drizzle-orm';
import type { TaskId } from '../protocol/task-id.ts';
import type { Postgres } from './connection.ts';
import { chatTasks, type TaskRow } from './schema.ts';
import { NOT_PROGRESS, type TaskProgress } from './task-progress.ts';

/** Undefined when Postgres does not know the task: not mirrored yet, deleted, or never accepted. */
export async function readTaskRow(postgres: Postgres, taskId: TaskId): Promise<TaskRow | undefined> {
  const [row] = await postgres.run(({ drizzle }) =>
    drizzle.select().from(chatTasks).where(eq(chatTasks.id, taskId)).limit(1),
  );
  return row;
}

const progressColumns = Object.fromEntries(
  Object.entries(getTableColumns(chatTasks)).filter(([key]) => !NOT_PROGRESS.has(key)),
);

/** How far a task is mirrored, without its request, which may be long. */
export async function readProgress(postgres: Postgres, taskId: TaskId): Promise<TaskProgress | undefined> {
  const [progress] = await postgres.run(({ drizzle }) =>
    drizzle.select(progressColumns).from(chatTasks).where(eq(chatTasks.id, taskId)).limit(1),
  );
  return progress as TaskProgress | undefined;
}
