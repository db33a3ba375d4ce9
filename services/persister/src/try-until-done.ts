import { setTimeout as sleep } from 'node:timers/promises';
import { backoffMs, type BackoffPolicy } from '@continuo/shared/runtime/backoff';

const STORE_AWAY: BackoffPolicy = { firstMs: 100, maxMs: 1_000 };

/** Tries for as long as it takes a store to come back. Rejects only when the signal aborts. */
export async function tryUntilDone<Result>(
  work: () => Promise<Result>,
  signal: AbortSignal,
  onFailure: (error: unknown, attempt: number) => void,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      onFailure(error, attempt);
      await sleep(backoffMs(attempt, STORE_AWAY), undefined, { signal });
    }
  }
}
