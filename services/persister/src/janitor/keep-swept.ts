import { setTimeout as sleep } from 'node:timers/promises';
import type { Postgres } from '@continuo/shared/postgres/connection';
import type { Logger } from '@continuo/shared/runtime/logger';
import { logFailures } from '../mirror-log.ts';
import { hasRetention, sweepOld, type Retention } from './sweep-old.ts';

const ROUND_MS = 60_000;
/** The next round where one left something over. */
const NEXT_ROUND_MS = 1_000;

/** Deletes what is past its retention, until the signal aborts. Any number of persisters may do so at once. */
export async function keepSwept(
  postgres: Postgres,
  retention: Retention,
  signal: AbortSignal,
  logger: Logger,
): Promise<void> {
  if (!hasRetention(retention)) return;
  const onFailure = logFailures(logger, 'what is past its retention could not be deleted');
  for (let failures = 0; !signal.aborted;) {
    let isDone = true;
    try {
      const sweep = await sweepOld(postgres, retention, Date.now(), signal);
      isDone = sweep.isDone;
      failures = 0;
      const isAny = Object.values(sweep.deleted).some((count) => count > 0);
      if (isAny) logger.info(sweep.deleted, 'deleted what is past its retention');
    } catch (error) {
      failures += 1;
      if (!signal.aborted) onFailure(error, failures);
    }
    const pauseMs = isDone ? ROUND_MS : NEXT_ROUND_MS;
    // Not all persisters at the same moment.
    await sleep(pauseMs * (0.75 + Math.random() / 2), undefined, { signal }).catch(() => undefined);
  }
}
