import type { BatchId } from '@continuo/shared/protocol/task-id';
import type { Postgres } from '@continuo/shared/postgres/connection';
import { deleteEmptyBatch, deleteTasks, listBatchTasks } from '@continuo/shared/postgres/delete-batch';
import type { Redis } from '@continuo/shared/redis/connection';
import { forgetTask } from '@continuo/shared/redis/forget-task';
import type { Transitions } from '@continuo/shared/redis/transitions';
import { orUnavailable } from '../stores/or-unavailable.ts';

export interface DeleteBatchDeps {
  owner: string;
  postgres: Postgres;
  redis: Redis;
  transitions: Transitions;
}

/**
 * Deletes a batch that is over with all its tasks, in both stores: of each page first what Redis has, for only
 * Postgres knows the names. One that breaks off is gone on with by the next call.
 */
export async function deleteBatch(deps: DeleteBatchDeps, id: BatchId): Promise<void> {
  const { postgres, owner } = deps;
  for (;;) {
    const tasks = await orUnavailable(listBatchTasks(postgres, owner, id));
    if (tasks.length === 0) break;
    await Promise.all(tasks.map((task) => forgetTask(deps, task)));
    await orUnavailable(
      deleteTasks(
        postgres,
        tasks.map((task) => task.taskId),
      ),
    );
  }
  await orUnavailable(deleteEmptyBatch(postgres, owner, id));
}
