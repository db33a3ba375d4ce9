import { setTimeout as sleep } from 'node:timers/promises';
import type { Postgres } from '@continuo/shared/postgres/connection';
import { fillAnswers } from '@continuo/shared/postgres/fill-answers';
import { backoffMs, type BackoffPolicy } from '@continuo/shared/runtime/backoff';
import type { Logger } from '@continuo/shared/runtime/logger';
import { logFailures } from '../mirror-log.ts';

/** Bounds a transaction, and what is in memory of it. */
const TASKS_AT_ONCE = 20;
/** How long the text of an answer may be missing in searches after its end, at most. */
const LOOK_MS = 250;
const AFTER_FAILURE: BackoffPolicy = { firstMs: LOOK_MS, maxMs: 5_000 };

/** Stores the texts of tasks that have ended, until the signal aborts. */
export async function keepAnswers(postgres: Postgres, signal: AbortSignal, logger: Logger): Promise<void> {
  const onFailure = logFailures(logger, 'answers could not be made searchable');
  for (let failures = 0; !signal.aborted;) {
    let pauseMs = 0;
    // Some may be very long: what takes too long together is done one by one.
    const countMax = failures === 0 ? TASKS_AT_ONCE : 1;
    try {
      const filled = await fillAnswers(postgres, countMax);
      if (filled < countMax) pauseMs = LOOK_MS;
      failures = 0;
    } catch (error) {
      failures += 1;
      if (!signal.aborted) onFailure(error, failures);
      pauseMs = backoffMs(failures, AFTER_FAILURE);
    }
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
  }
}
