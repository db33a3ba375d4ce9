import type { EventDataOf } from '@continuo/shared/protocol/event-api';
import type { Postgres } from '@continuo/shared/postgres/connection';
import { listBatches } from '@continuo/shared/postgres/read-batches';
import type { Redis } from '@continuo/shared/redis/connection';
import { describeBatch } from '../batches/describe-batch.ts';
import { readLive } from '../stats/read-live.ts';
import type { FigureSource } from './figures.ts';

/** How long the end of a batch is told: longer than it takes to look again. */
const ENDED_TOLD_MS = 60_000;
/** The newest of an owner's batches that are looked at. */
const BATCHES_MAX = 200;

/** What waits and who works. The figures are of all owners, the tasks that are named of this one. */
export function statsSource(redis: Redis, partitions: number): FigureSource {
  return {
    type: 'stats',
    read: async (owner) => {
      const live = await readLive(redis, partitions, owner);
      const stats: EventDataOf<'stats'> = { type: 'stats', at: Date.now(), ...live };
      return [{ data: JSON.stringify(stats) }];
    },
  };
}

/** How far the owner's batches are that have not ended, or only just. */
export function batchSource(postgres: Postgres): FigureSource {
  return {
    type: 'batch_progress',
    read: async (owner) => {
      const rows = await listBatches(postgres, owner, { limit: BATCHES_MAX });
      const toldSince = Date.now() - ENDED_TOLD_MS;
      return rows
        .filter(({ finishedAt }) => finishedAt === null || finishedAt > toldSince)
        .map((row) => {
          const progress: EventDataOf<'batch_progress'> = { type: 'batch_progress', ...describeBatch(row) };
          return { batchId: row.id, data: JSON.stringify(progress) };
        });
    },
  };
}
