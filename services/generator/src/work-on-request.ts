import type { RequestEntry } from '@continuo/shared/redis/request-stream';
import { claimTask, type ClaimOptions } from './claim-task.ts';
import { endCancelled, workOnTask, type WorkOptions } from './work-on-task.ts';
import type { Place } from './workbench.ts';

export interface RequestOptions extends WorkOptions {
  readRecord: ClaimOptions['readRecord'];
  /** Takes a request off the pending list that leads to no task. */
  forget: (request: RequestEntry) => Promise<void>;
}

/**
 * Claims the task of a request and works on it. A request that is not for us now stays on the pending list,
 * where a later look-round finds it.
 */
export async function workOnRequest(
  options: RequestOptions,
  request: RequestEntry,
  place: Place,
): Promise<void> {
  const logger = options.logger.child({ task_id: request.taskId });
  try {
    const claim = await claimTask(options, request.taskId);
    switch (claim.tag) {
      case 'claimed':
        return await workOnTask(options, claim.task, place);
      case 'cancel_requested':
        return await endCancelled(options, claim.task);
      case 'not_now':
        return logger.debug({ why: claim.why }, 'not claimed');
      case 'over':
        if (claim.why === 'unknown') {
          logger.error('request without a task');
          await options.forget(request);
        }
        return;
    }
  } catch (error) {
    // The log holds what was done so far; whoever claims the task next goes on from there.
    logger.error({ err: error }, 'work on a task failed');
  }
}
