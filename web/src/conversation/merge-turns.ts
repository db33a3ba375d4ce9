import type { TaskSummary } from '@continuo/shared/protocol/http-api';

/** What the rule below needs to know of a turn on the page. */
export interface KnownTurn {
  taskId: string | undefined;
}

/**
 * The order of a conversation's turns: the service's tasks by age, then what it does not list (yet): messages that
 * are being sent.
 *
 * @param tasks newest first, as the service lists them
 * @returns for each place the turn that is there already, or the task that needs a new one
 */
export function mergeTurns<Known extends KnownTurn>(
  known: readonly Known[],
  tasks: readonly TaskSummary[],
): ({ kind: 'known'; turn: Known } | { kind: 'new'; task: TaskSummary })[] {
  const byTask = new Map(known.map((turn) => [turn.taskId, turn]));
  const listed = new Set<string | undefined>(tasks.map((task) => task.task_id));
  return [
    ...tasks.toReversed().map((task) => {
      const turn = byTask.get(task.task_id);
      return turn ? ({ kind: 'known', turn } as const) : ({ kind: 'new', task } as const);
    }),
    ...known.filter((turn) => !listed.has(turn.taskId)).map((turn) => ({ kind: 'known', turn }) as const),
  ];
}
