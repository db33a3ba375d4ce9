import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestEntry } from '@continuo/shared/redis/request-stream';
import type { Logger } from '@continuo/shared/runtime/logger';

export interface ConsumeOptions {
  /** Waits a while for requests nobody has read yet, at most `countMax`. */
  readNew: (countMax: number) => Promise<RequestEntry[]>;
  /** Requests whose holder is silent. */
  listAbandoned: (countMax: number) => Promise<RequestEntry[]>;
  /** Shows that this generator is alive. */
  showPresence: () => Promise<void>;
  /** Free places for work. */
  capacity: () => number;
  /** Resolves when a place may have become free. */
  placeFreed: () => Promise<void>;
  /** Starts work on a task; a no-op for one that this process works on already. */
  start: (request: RequestEntry) => void;
  signal: AbortSignal;
  logger: Logger;
}

/** Most requests of one read: others should have some too. */
const READ_MAX = 32;
/** Abandoned requests are looked for this often, give or take, so that many generators do not look at once. */
const LOOK_ROUND_MS = 200;
const LOOK_ROUND_JITTER_MS = 50;
/** Pause after Redis gave no answer. */
const RETRY_MS = 250;

/** Reads new requests for as long as there is room for work, until the signal aborts. */
export async function consumeNew(options: ConsumeOptions): Promise<void> {
  const { readNew, capacity, start, signal, logger } = options;
  while (await untilRoom(options)) {
    try {
      for (const request of await readNew(Math.min(capacity(), READ_MAX))) {
        // The room may be gone again. What waits here is claimed by nobody: whoever has room may take it.
        if (!(await untilRoom(options))) return;
        start(request);
      }
    } catch (error) {
      if (signal.aborted) return;
      logger.warn({ err: error }, 'requests could not be read');
      await sleep(RETRY_MS);
    }
  }
}

/** Waits for room for work. False: the signal aborted. */
async function untilRoom({ capacity, placeFreed, signal }: ConsumeOptions): Promise<boolean> {
  while (capacity() <= 0 && !signal.aborted) await placeFreed();
  return !signal.aborted;
}

/** Looks round for requests whose holder is silent, and takes them over, until the signal aborts. */
export async function takeOverAbandoned(options: ConsumeOptions): Promise<void> {
  const { listAbandoned, showPresence, capacity, start, signal, logger } = options;
  while (!signal.aborted) {
    await sleep(LOOK_ROUND_MS + (Math.random() - 0.5) * 2 * LOOK_ROUND_JITTER_MS);
    if (signal.aborted) return;
    try {
      await showPresence();
      const free = capacity();
      if (free <= 0) continue;
      for (const request of await listAbandoned(Math.min(free, READ_MAX))) {
        if (capacity() <= 0 || signal.aborted) break;
        start(request);
      }
    } catch (error) {
      if (signal.aborted) return;
      logger.warn({ err: error }, 'abandoned requests could not be listed');
    }
  }
}
