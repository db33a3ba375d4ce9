import { setTimeout as sleep } from 'node:timers/promises';
import { advanceBatch } from '@continuo/shared/postgres/advance-batch';
import { listOpenBatches, type OpenBatch } from '@continuo/shared/postgres/read-batches';
import { sweepUploads } from '@continuo/shared/postgres/upload-batch';
import { backoffMs } from '@continuo/shared/runtime/backoff';
import type { RedisMemory } from '../stores/redis-memory.ts';
import { nameLineTask } from './name-line.ts';
import { cancelLines, submitLines, type SubmitLinesDeps } from './submit-lines.ts';

export interface RunBatchesDeps extends SubmitLinesDeps {
  partitions: number;
  memory: Pick<RedisMemory, 'findShortage'>;
  onError: (error: unknown) => void;
}

/** Pauses between rounds: when lines have just moved, while batches are open, and while there is none. */
const MOVING_MS = 100;
const OPEN_MS = 200;
const IDLE_MS = 1_000;
const BACKOFF = { firstMs: 200, maxMs: 5_000 };
const SWEEP_EVERY_MS = 60_000;
/** Far longer than a request may take. */
const UPLOAD_MS_MAX = 10 * 60_000;

/**
 * Moves the batches of all owners on, next to any number of others who do: all that it knows stands in Postgres, where
 * the rows of a batch say who moves it. Looks again and again, for the ends of tasks come by way of the mirror.
 */
export function runBatches(deps: RunBatchesDeps): { close: () => Promise<void> } {
  const closing = new AbortController();
  let sweptAtMs = -Infinity;
  let failures = 0;

  /** How long to wait for the next round. */
  async function runRound(): Promise<number> {
    if (performance.now() - sweptAtMs > SWEEP_EVERY_MS) {
      await sweepUploads(deps.postgres, Date.now() - UPLOAD_MS_MAX);
      sweptAtMs = performance.now();
    }
    const open = await listOpenBatches(deps.postgres);
    let moved = 0;
    for (const batch of open) {
      if (closing.signal.aborted) break;
      moved += await moveBatch(deps, batch);
    }
    if (open.length === 0) return IDLE_MS;
    return moved > 0 ? MOVING_MS : OPEN_MS;
  }

  async function run(): Promise<void> {
    while (!closing.signal.aborted) {
      let waitMs: number;
      try {
        waitMs = await runRound();
        failures = 0;
      } catch (error) {
        failures += 1;
        waitMs = OPEN_MS + backoffMs(failures, BACKOFF);
        if (!closing.signal.aborted) deps.onError(error);
      }
      await sleep(waitMs, undefined, { signal: closing.signal }).catch(() => undefined);
    }
  }

  const running = run();
  return {
    close: async () => {
      closing.abort();
      await running;
    },
  };
}

/** While there is no room for new tasks, lines that were claimed wait, and none is claimed behind them. */
async function moveBatch(deps: RunBatchesDeps, batch: OpenBatch): Promise<number> {
  const moved = await advanceBatch(deps.postgres, batch.id, Date.now(), (run) => nameLineTask(run, deps));
  if (deps.memory.findShortage() === undefined) await submitLines(deps, batch);
  if (batch.status === 'cancelled') await cancelLines(deps, batch);
  return moved;
}
