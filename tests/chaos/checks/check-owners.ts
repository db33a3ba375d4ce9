import { blame, type CaseFile, type Violation } from './case-file.ts';

/** What a stranger may be answered: that there is no such task; or nothing, while nobody can tell. */
const NOTHING_TOLD: readonly number[] = [404, 408, 503, 0];

/** Invariant 10: a task is its owner's, and so is its answer in the cache. */
export function checkOwners({ evidence, tasks }: CaseFile): Violation[] {
  const owners = new Map(tasks.map(({ taskId, owner }) => [taskId, owner]));
  return [
    ...evidence.strangerProbes
      .filter(({ status }) => !NOTHING_TOLD.includes(status))
      .map((probe) => blame(10, probe, `a stranger got ${probe.status} from ${probe.route}`)),
    ...tasks.flatMap((task) =>
      task.accepted
        .filter(({ owner }) => task.owner !== '' && owner !== task.owner)
        .map(({ owner }) => blame(10, task, `${owner} asked for it, and it is ${task.owner}'s`)),
    ),
    ...tasks.flatMap((task) =>
      task.entries.flatMap((entry) => {
        const source = entry.type === 'cache_hit' ? owners.get(entry.source_task_id) : undefined;
        return source === undefined || source === task.owner
          ? []
          : [blame(10, task, `${task.owner} was given the answer of ${source}`)];
      }),
    ),
  ];
}
