import type { HeldTask } from '../held-task.ts';
import type { AttemptPlan } from './plan-attempt.ts';

/** `<task>.<epoch>.<attempt>`: whose call it is, also when its holder has lost the task meanwhile. */
export function nameCall({ ref, fence }: Pick<HeldTask, 'ref' | 'fence'>, plan: AttemptPlan): string {
  return `${ref.taskId}.${fence.epoch}.${plan.attempt}`;
}
