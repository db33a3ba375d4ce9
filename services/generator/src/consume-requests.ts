import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestEntry } from '@continuo/shared/redis/request-stream';
import type { Room, TakenRequests } from '@continuo/shared/redis/waiting-requests';
import type { Logger } from '@continuo/shared/runtime/logger';

export interface ConsumeOptions {
  /** Requests that waited for room, each owner in turn. */
  takeWaiting: (room: Room) => Promise<TakenRequests>;
  /** Waits a while for requests nobody has read yet, at most `countMax`. */
  readNew: (countMax: number) => Promise<RequestEntry[]>;
  /** Requests whose holder is silent. */
  listAbandoned: (countMax: number) => Promise<RequestEntry[]>;
  /** Shows that this generator is alive. */
  showPresence: () => Promise<void>;
  /** Free places for work; below 0 when more was begun than there are. */
  room: () => Room;
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
const LOOK_ROUND_MS = 120;
const LOOK_ROUND_JITTER_MS = 30;
/** Pause after Redis gave no answer. */
const RETRY_MS = 250;

/**
 * Finds requests to work on until the signal aborts: interrupted answers first, then what waits, then what comes.
 * One loop asks whenever a place is free, the other looks round at its own pace. What they find is begun as far as
 * there is room; the rest is claimed by nobody, and whoever has room may take it.
 */
export async function consumeRequests(options: ConsumeOptions): Promise<void> {
  const found: RequestEntry[] = [];
  await Promise.all([fillPlaces(options, found), lookRound(options, found)]);
}

async function fillPlaces(options: ConsumeOptions, found: RequestEntry[]): Promise<void> {
  const { readNew, room, signal, logger } = options;
  while (await untilRoom(options)) {
    startFound(options, found);
    const { calls, copies } = room();
    if (calls <= 0) continue;
    try {
      const waiting = await takeWaiting(options, found);
      if (waiting.isAny) continue;
      // Nothing waits, so that who comes first is first; but what comes may be a copy.
      if (copies > 0) found.push(...(await readNew(Math.min(calls, READ_MAX))));
      else await sleep(LOOK_ROUND_MS);
    } catch (error) {
      if (signal.aborted) return;
      logger.warn({ err: error }, 'requests could not be read');
      await sleep(RETRY_MS);
    }
  }
}

async function lookRound(options: ConsumeOptions, found: RequestEntry[]): Promise<void> {
  const { listAbandoned, showPresence, signal, logger } = options;
  while (!signal.aborted) {
    await sleep(LOOK_ROUND_MS + (Math.random() - 0.5) * 2 * LOOK_ROUND_JITTER_MS);
    if (signal.aborted) return;
    try {
      await showPresence();
      if (found.length === 0) found.push(...(await listAbandoned(READ_MAX)));
      startFound(options, found);
      // Without room too: what is new is filed, so that the next free place goes to whose turn it is.
      while (!signal.aborted && (await takeWaiting(options, found)).hasMore);
      startFound(options, found);
    } catch (error) {
      if (signal.aborted) return;
      logger.warn({ err: error }, 'abandoned requests could not be listed');
    }
  }
}

/** Takes what waits, as far as there is room. Copies are begun at once: they need no place of a call. */
async function takeWaiting(
  { takeWaiting: take, room, start, signal }: ConsumeOptions,
  found: RequestEntry[],
): Promise<{ isAny: boolean; hasMore: boolean }> {
  const { calls, copies } = room();
  const { hasMore, ...taken } = await take({
    calls: found.length > 0 ? 0 : Math.min(calls, READ_MAX),
    copies: Math.min(copies, READ_MAX),
  });
  if (!signal.aborted) for (const request of taken.copies) start(request);
  found.push(...taken.calls);
  return { isAny: hasMore || taken.calls.length + taken.copies.length > 0, hasMore };
}

function startFound({ room, start, signal }: ConsumeOptions, found: RequestEntry[]): void {
  while (room().calls > 0 && !signal.aborted) {
    const request = found.shift();
    if (!request) return;
    start(request);
  }
}

/** Waits for a place for a call. False: the signal aborted. */
async function untilRoom({ room, placeFreed, signal }: ConsumeOptions): Promise<boolean> {
  while (room().calls <= 0 && !signal.aborted) await placeFreed();
  return !signal.aborted;
}
