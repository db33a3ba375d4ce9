import { WORKER_TASKS_NAMED_MAX } from '@continuo/shared/protocol/limits';
import type { LiveParts } from '@continuo/shared/protocol/stats-api';

/** A number of tasks. */
export interface CountedTasks {
  count: number;
  /** There may be more. */
  isAtLeast: boolean;
}

/**
 * The owner's tasks that generators work on. What they hold in all is of every owner; whose tasks they are is told only
 * of the first that each holds.
 */
export function countRunning(workers: LiveParts['workers']): CountedTasks {
  const generators = workers.filter(({ service }) => service === 'generator');
  return {
    count: generators.reduce((sum, { task_ids }) => sum + task_ids.length, 0),
    isAtLeast: generators.some(({ held }) => held > WORKER_TASKS_NAMED_MAX),
  };
}
