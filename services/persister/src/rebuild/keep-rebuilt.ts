import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from '@continuo/shared/redis/connection';
import type { Logger } from '@continuo/shared/runtime/logger';
import { logFailures } from '../mirror-log.ts';
import { rebuildLost, type RebuildReport } from './rebuild-lost.ts';
import type { RebuildStores } from './rebuild-task.ts';

/** The first look is at the start: that is the cold start on an empty Redis. */
const LOOK_MS = 2_000;

/** Looks for unfinished tasks that Redis has lost, and puts them back, until the signal aborts. */
export async function keepRebuilt(
  stores: RebuildStores & { redis: Redis },
  signal: AbortSignal,
  logger: Logger,
): Promise<void> {
  const onFailure = logFailures(logger, 'unfinished tasks could not be compared');
  for (let failures = 0; !signal.aborted;) {
    try {
      logReport(logger, await rebuildLost(stores, signal));
      failures = 0;
    } catch (error) {
      failures += 1;
      if (!signal.aborted) onFailure(error, failures);
    }
    // Not all persisters at the same moment.
    await sleep(LOOK_MS * (0.75 + Math.random() / 2), undefined, { signal }).catch(() => undefined);
  }
}

function logReport(logger: Logger, report: RebuildReport): void {
  if (report.restored + report.completed > 0) logger.warn(report, 'Redis had lost tasks; they are back');
  else if (report.failed.length > 0) logger.error(report, 'tasks that Redis has lost could not be put back');
}
