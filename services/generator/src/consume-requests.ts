import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestEntry } from '@continuo/shared/redis/request-stream';
import type { Logger } from '@continuo/shared/runtime/logger';

export interface ConsumeOptions {
  /** Waits a while for requests nobody has read yet, at most `countMax`. */
  readNew: (countMax: number) => Promise<RequestEntry[]>;
  /** Requests whose holder is silent. */
  listAbandoned: (countMax: number) => Promise<RequestEntry[]>;
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
  const { readNew, capacity, placeFreed, start, signal, logger } = options;
  while (!signal.aborted) {
    const free = capacity();
    if (free <= 0) {
      await placeFreed();
      continue;
    }
    try {
      for (const request of await readNew(Math.min(free, READ_MAX))) start(request);
    } catch (error) {
      if (signal.aborted) return;
      logger.warn({ err: error }, 'requests could not be read');
      await sleep(RETRY_MS);
    }
  }
}

/** Looks round for requests whose holder is silent, and takes them over, until the signal aborts. */
export async function takeOverAbandoned(options: ConsumeOptions): Promise<void> {
  const { listAbandoned, capacity, start, signal, logger } = options;
  while (!signal.aborted) {
    await sleep(LOOK_ROUND_MS + (Math.random() - 0.5) * 2 * LOOK_ROUND_JITTER_MS);
    const free = capacity();
    if (free <= 0 || signal.aborted) continue;
    try {
      for (const request of await listAbandoned(Math.min(free, READ_MAX))) start(request);
    } catch (error) {
      logger.warn({ err: error }, 'abandoned requests could not be listed');
    }
  }
}
