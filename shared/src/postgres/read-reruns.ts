import { and, desc, eq } from 'drizzle-orm';
import type { TaskId } from '../protocol/task-id.ts';
import type { Rerun } from '../protocol/workflow-api.ts';
import type { Postgres } from './connection.ts';
import { chatTasks } from './schema.ts';

const RERUNS_MAX = 20;

/** The newest tasks of the owner that retry this one or run it again, newest first. */
export async function readReruns(postgres: Postgres, owner: string, origin: TaskId): Promise<Rerun[]> {
  return await postgres.run(({ drizzle }) =>
    drizzle
      .select({ task_id: chatTasks.id, status: chatTasks.status, created_at: chatTasks.createdAt })
      .from(chatTasks)
      .where(and(eq(chatTasks.originTaskId, origin), eq(chatTasks.owner, owner)))
      .orderBy(desc(chatTasks.createdAt), desc(chatTasks.id))
      .limit(RERUNS_MAX),
  );
}
