import type { PriceList } from '@continuo/shared/protocol/prices';
import type { StatsReply } from '@continuo/shared/protocol/stats-api';
import { cutWindow, type StatsWindow } from '@continuo/shared/protocol/stats-window';
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

/** Dashboards that ask often, and many of them, cost the stores one reading in this time. */
const FRESH_MS = 1_000;
const KEPT_MAX = 1_000;

/**
 * The figures, as they were at most a second ago. While Redis is away what only it knows is null; without Postgres it
 * rejects as `unavailable`.
 */
export function makeStats({ partitions, redis, history, prices }: StatsDeps): ReadStats {
  const kept = new LRUCache<string, StatsReply, { owner: string; window: StatsWindow }>({
    max: KEPT_MAX,
    ttl: FRESH_MS,
    fetchMethod: (_key, _stale, { context: { owner, window } }) => read(owner, window),
  });

  async function read(owner: string, window: StatsWindow): Promise<StatsReply> {
    const nowMs = Date.now();
    const cut = cutWindow(window, nowMs);
    const [stored, live] = await Promise.all([
      history.readStats(owner, cut),
      readLiveUnlessAway(redis, partitions, owner),
    ]);
    return { ...describeStats(stored, window, cut, prices, nowMs), ...live };
  }

  return (owner, window) => kept.forceFetch(`${window} ${owner}`, { context: { owner, window } });
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
