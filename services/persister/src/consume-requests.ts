import { setTimeout as sleep } from 'node:timers/promises';
import { GENERATORS, PERSISTERS } from '@continuo/shared/redis/keys';
import type { Redis } from '@continuo/shared/redis/connection';
import { removeDeadConsumers } from '@continuo/shared/redis/dead-consumers';
import { keepRequests, takeOverRequests, type Seat } from '@continuo/shared/redis/pending-requests';
import {
  ensureGroup,
  listAbandonedRequests,
  readNewRequests,
  showPresence,
} from '@continuo/shared/redis/request-stream';
import type { FollowedTasks } from './followed-tasks.ts';

export interface ConsumeOptions {
  seat: Seat;
  blocking: Redis;
  tasks: FollowedTasks;
  abandonedMs: number;
  signal: AbortSignal;
  onError: (error: unknown) => void;
}

/** Most requests of one read, and of one look round. */
const READ_MAX = 100;
/** Requests of other persisters that fell silent are looked for this often. */
const LOOK_ROUND_MS = 500;
/** Statistics take a persister that was not seen for ten seconds for dead. */
const PRESENCE_MS = 1_000;
/** Our own are kept this many times before they could look abandoned. */
const KEEPS_PER_ABANDONED = 4;
/** A consumer that has held nothing and read nothing for so long is gone. */
const DEAD_CONSUMER_MS = 60_000;
const REMOVE_DEAD_MS = 30_000;
/** Pause after Redis gave no answer. */
const RETRY_MS = 250;

/** Starts the loops that find the requests of a partition, and keeps them going until the signal aborts. */
export function startConsuming(options: ConsumeOptions): void {
  const { seat, abandonedMs, signal, onError } = options;
  const repeat = (pauseMs: number, work: () => Promise<void>): void =>
    void repeatUntilAborted(pauseMs, signal, () => work().catch(onError));

  void readNew(options);
  repeat(LOOK_ROUND_MS, () => takeOverAbandoned(options));
  repeat(PRESENCE_MS, () => showPresence(seat.redis, seat.partition, seat.group, seat.consumer));
  repeat(abandonedMs / KEEPS_PER_ABANDONED, () => keepOwn(options));
  repeat(REMOVE_DEAD_MS, () => removeDead(options));
}

async function repeatUntilAborted(
  pauseMs: number,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    await work();
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
  }
}

/** Reads new requests for as long as there is room for their tasks. */
async function readNew(options: ConsumeOptions): Promise<void> {
  const { seat, blocking, tasks, signal, onError } = options;
  const { redis, partition, group, consumer } = seat;
  while (!signal.aborted) {
    const countMax = Math.min(tasks.capacity(), READ_MAX);
    if (countMax <= 0) {
      await tasks.placeFreed();
      continue;
    }
    try {
      const requests = await readNewRequests(blocking, partition, group, consumer, countMax);
      for (const request of requests) tasks.start(request, false);
    } catch (error) {
      if (signal.aborted) return;
      onError(error);
      await sleep(RETRY_MS);
      // A Redis that lost its data has no group any more.
      await ensureGroup(redis, partition, group).catch(onError);
    }
  }
}

/** Takes over what silent persisters left pending, and what was read for this one but never arrived. */
async function takeOverAbandoned({ seat, tasks, abandonedMs }: ConsumeOptions): Promise<void> {
  const { redis, partition, group } = seat;
  const countMax = Math.min(tasks.capacity(), READ_MAX);
  if (countMax <= 0) return;
  const abandoned = await listAbandonedRequests(redis, partition, group, abandonedMs, countMax);
  const ids = abandoned.map((request) => request.entryId);
  const taken = await takeOverRequests(seat, ids, abandonedMs);
  for (const request of abandoned) if (taken.has(request.entryId)) tasks.start(request, true);
}

/** Keeps our own requests from looking abandoned; lets go of those that others have taken over. */
async function keepOwn({ seat, tasks }: ConsumeOptions): Promise<void> {
  tasks.stop(await keepRequests(seat, tasks.entryIds(seat.partition)));
}

/** Removes the consumers of processes that are gone, in both groups: generators have no time for it. */
async function removeDead({ seat: { redis, partition } }: ConsumeOptions): Promise<void> {
  await removeDeadConsumers(redis, partition, GENERATORS, DEAD_CONSUMER_MS);
  await removeDeadConsumers(redis, partition, PERSISTERS, DEAD_CONSUMER_MS);
}
