import type { Work } from '../work.ts';
import type { Targets } from './targets.ts';

/** Ends a background run that nobody will attach to again: left alone, it would be paid to its end. */
export async function abandonRun(
  targets: Targets,
  { task, onError }: Pick<Work, 'task' | 'onError'>,
): Promise<void> {
  const { run } = task.view;
  if (!run) return;
  task.view.run = undefined;
  const target = targets.find(run.provider, run.model);
  try {
    await (target && targets.providerOf(target)?.cancelRun?.(run.handle));
  } catch (error) {
    onError(error);
  }
}
