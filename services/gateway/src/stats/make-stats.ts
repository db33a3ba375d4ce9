import type { PriceList } from '@continuo/shared/protocol/prices';
import type { StatsReply } from '@continuo/shared/protocol/stats-api';
import { cutWindow, type StatsWindow, type WindowCut } from '@continuo/shared/protocol/stats-window';
import type { Redis } from '@continuo/shared/redis/connection';
import { LRUCache } from 'lru-cache';
import type { History } from '../stores/history.ts';
import { isRedisOutage } from '../stores/redis-outage.ts';
import { describeStats } from './describe-stats.ts';
import { NOTHING_LIVE, readLive, type LivePart } from './read-live.ts';

export interface StatsDeps {
  partitions: number;
  redis: Redis;
  history: History;
  prices: PriceList;
}

export type ReadStats = (owner: string, window: StatsWindow) => Promise<StatsReply>;

/** However many dashboards ask, and however often, the stores read once in this time. */
const FRESH_MS = 1_000;
/** And rest so many times as long as a reading took: many tasks must not keep Postgres from its work. */
const REST_PER_READING = 10;
const KEPT_MAX = 1_000;

/**
 * The figures, as they were a moment ago. While Redis is away what only it knows is null; without Postgres it
 * rejects as `unavailable`.
 */
export function makeStats({ partitions, redis, history, prices }: StatsDeps): ReadStats {
  const kept = new LRUCache<string, StatsReply, { owner: string; window: StatsWindow }>({
    max: KEPT_MAX,
    ttl: FRESH_MS,
    fetchMethod: async (_key, _stale, { context: { owner, window }, options }) => {
      const cut = cutWindow(window, Date.now());
      const [{ stored, tookMs }, live] = await Promise.all([
        readStored(history, owner, cut),
        readLiveUnlessAway(redis, partitions, owner),
      ]);
      options.ttl = Math.max(FRESH_MS, REST_PER_READING * tookMs);
      return { ...describeStats(stored, window, cut, prices), ...live };
    },
  });

  return (owner, window) => kept.forceFetch(`${window} ${owner}`, { context: { owner, window } });
}

async function readStored(history: History, owner: string, cut: WindowCut) {
  const beganMs = performance.now();
  const stored = await history.readStats(owner, cut);
  return { stored, tookMs: performance.now() - beganMs };
}

async function readLiveUnlessAway(redis: Redis, partitions: number, owner: string): Promise<LivePart> {
  if (redis.status !== 'ready') return NOTHING_LIVE;
  try {
    return await readLive(redis, partitions, owner);
  } catch (error) {
    if (!isRedisOutage(error)) throw error;
    return NOTHING_LIVE;
  }
}
