import type { Redis } from '@continuo/shared/redis/connection';
import { readQueue } from '../stores/read-queue.ts';
import type { FigureSource } from './figures.ts';

/** What waits and who works: the system's, the same for every owner. */
export function statsSource(redis: Redis, partitions: number): FigureSource {
  return {
    type: 'stats',
    read: async () => [
      { data: JSON.stringify({ type: 'stats', at: Date.now(), ...(await readQueue(redis, partitions)) }) },
    ],
  };
}
