import type { Entry } from '@continuo/shared/protocol/entry';
import type { TaskView } from '@continuo/shared/protocol/fold-task';
import type { ReadLog } from '@continuo/shared/protocol/log-page';
import { isTaskId, type TaskId } from '@continuo/shared/protocol/task-id';
import { findDeadLetter, type DeadLetter } from '@continuo/shared/redis/dead-letters';
import { findTask, type FindTaskDeps, type TaskFacts } from '../tasks/find-task.ts';
import { Refusal } from '../http/refusal.ts';
import { readTaskView } from '../tasks/task-view.ts';

/** The owner's dead letter of a task; undefined when there is none, or it is somebody else's (invariant 10). */
export async function findOwnLetter(
  { redis, owner }: Pick<FindTaskDeps, 'redis' | 'owner'>,
  id: string,
): Promise<DeadLetter | undefined> {
  const letter = isTaskId(id) ? await findDeadLetter(redis, id) : undefined;
  return letter?.owner === owner ? letter : undefined;
}

/** The owner's task, from Redis or else from Postgres; undefined when neither knows it, or not any more. */
export async function findTaskIfAny(deps: FindTaskDeps, taskId: TaskId): Promise<TaskFacts | undefined> {
  try {
    return await findTask(deps, taskId);
  } catch (error) {
    if (error instanceof Refusal && error.problem.code === 'unknown_task') return undefined;
    throw error;
  }
}

/** The task of a letter with its log. @throws Refusal `gone` when no store has them any more */
export async function readLetterTask(
  deps: FindTaskDeps & { readLog: ReadLog },
  letter: DeadLetter,
  onEntry?: (entry: Entry) => void,
): Promise<{ task: TaskFacts; view: TaskView }> {
  const task = await findTaskIfAny(deps, letter.taskId);
  const view = task && (await readTaskView(deps.readLog, letter.taskId, onEntry));
  if (!task || !view)
    throw new Refusal('gone', 'No store has the task any more; its dead letter can be dropped.');
  return { task, view };
}

export function noSuchLetter(): Refusal {
  return new Refusal('unknown_task', 'There is no dead letter of such a task.');
}
