import type { LiveParts, StatsReply } from '@continuo/shared/protocol/stats-api';
import type { Redis } from '@continuo/shared/redis/connection';
import { readQueue } from '../stores/read-queue.ts';
import { readHoldings } from './read-holdings.ts';
import { readMirrorLag } from './read-mirror-lag.ts';
import { findOldestWaiting } from './oldest-waiting.ts';

/** How things stand now. */
export type LivePart = Pick<StatsReply, 'queue' | 'mirror' | 'workers'>;

export const NOTHING_LIVE: LivePart = { queue: null, mirror: null, workers: null };

/** @param owner whose tasks are named; the figures are of all owners (invariant 10) */
export async function readLive(redis: Redis, partitions: number, owner: string): Promise<LiveParts> {
  const everyPartition = Array.from({ length: partitions }, (_, partition) => partition);
  const [{ queue, workers }, oldest, lags, [seconds, microseconds]] = await Promise.all([
    readQueue(redis, partitions),
    Promise.all(everyPartition.map((partition) => findOldestWaiting(redis, partition))),
    Promise.all(everyPartition.map((partition) => readMirrorLag(redis, partition))),
    redis.time(),
  ]);
  const nowMs = Number(seconds) * 1_000 + Math.floor(Number(microseconds) / 1_000);
  const ageOf = (at: number): number => Math.max(0, nowMs - at);
  const waitingSince = Math.min(...oldest.filter((at) => at !== undefined));
  const unpersistedSince = Math.min(...lags.map(({ oldestAt }) => oldestAt ?? Infinity));
  return {
    queue: {
      ...queue,
      oldest_waiting_ms: Number.isFinite(waitingSince) ? ageOf(waitingSince) : null,
    },
    mirror: {
      unpersisted_entries: lags.reduce((sum, { entries }) => sum + entries, 0),
      lag_ms: Number.isFinite(unpersistedSince) ? ageOf(unpersistedSince) : 0,
    },
    workers: await Promise.all(
      workers.map(async (worker) => ({
        ...worker,
        task_ids: await readHoldings(redis, everyPartition, worker, owner),
      })),
    ),
  };
}
