import type { Entry } from '@continuo/shared/protocol/entry';
import type { TaskView } from '@continuo/shared/protocol/fold-task';
import type { ReadLog } from '@continuo/shared/protocol/log-page';
import { isTaskId } from '@continuo/shared/protocol/task-id';
import { findDeadLetter, type DeadLetter } from '@continuo/shared/redis/dead-letters';
import { findTaskIfAny, type FindTaskDeps, type TaskFacts } from '../tasks/find-task.ts';
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
