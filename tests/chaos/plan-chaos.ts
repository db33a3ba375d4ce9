import type { ChaosOptions } from './chaos-options.ts';
import { planTasks, type PlannedTask } from './clients/plan-tasks.ts';
import { planFaults, type PlannedFault } from './faults/plan-faults.ts';
import { makeRandom } from './random.ts';

/** All that a seed decides. What comes of it, the machine decides as well. */
export interface Schedule {
  tasks: PlannedTask[];
  faults: PlannedFault[];
}

const MINUTE_MS = 60_000;

export function planChaos(options: ChaosOptions): Schedule {
  const { seed, seconds, tasksPerMinute, faultsPerMinute, leaseMs } = options;
  const durationMs = seconds * 1000;
  return {
    tasks: planTasks(makeRandom(seed, 'tasks'), seed, durationMs, MINUTE_MS / tasksPerMinute),
    faults: planFaults(makeRandom(seed, 'faults'), options, durationMs, MINUTE_MS / faultsPerMinute, leaseMs),
  };
}
