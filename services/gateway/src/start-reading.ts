import type { Postgres } from '@continuo/shared/postgres/connection';
import type { ReadLog } from '@continuo/shared/protocol/log-page';
import type { Redis, RedisRole } from '@continuo/shared/redis/connection';
import { readLogHead, readTaskStream } from '@continuo/shared/redis/task-stream';
import { TaskTail } from '@continuo/shared/redis/task-tail';
import type { Logger } from '@continuo/shared/runtime/logger';
import type { GatewayConfig } from './config.ts';
import { makeEventFeed, type EventFeed } from './events/event-feed.ts';
import { makeEventWakes } from './events/event-wakes.ts';
import { makeFigures, type Figures } from './events/figures.ts';
import { batchSource, statsSource } from './events/figure-sources.ts';
import type { History } from './stores/history.ts';
import { outlastRedisReading } from './stores/outlast-redis.ts';
import { makeOpenStreams, type OpenStreams } from './streams/open-streams.ts';

/** What serves the readers of this process. */
export interface Reading {
  readLog: ReadLog;
  tail: TaskTail;
  eventFeed: EventFeed;
  figures: Figures;
  streams: OpenStreams;
  close: () => void;
}

export interface ReadingOptions {
  config: GatewayConfig;
  redis: Redis;
  connectRedis: (role: RedisRole) => Redis;
  postgres: Postgres;
  history: History;
  logger: Logger;
}

export function startReading(options: ReadingOptions): Reading {
  const { config, redis, connectRedis, postgres, history, logger } = options;
  const warn =
    (of: string) =>
    (error: unknown): void =>
      logger.warn({ err: error }, of);
  const readLog: ReadLog = async (taskId, afterSeq) => {
    const page = await readTaskStream(redis, taskId, afterSeq);
    return page.tag === 'gone' ? await history.readLog(taskId, afterSeq) : page;
  };
  const tail = new TaskTail({
    subscriber: connectRedis('subscriber'),
    readLog,
    readHead: (taskId) => readLogHead(redis, taskId),
    onError: warn('tail'),
  });
  const partitions = config.PARTITIONS;
  const wakes = makeEventWakes(connectRedis('subscriber'), partitions, warn('events'));
  const figures = makeFigures([statsSource(redis, partitions), batchSource(postgres)], warn('figures'));
  const streams = makeOpenStreams(config.READERS_MAX, {
    heartbeatMs: config.HEARTBEAT_MS,
    recycleMs: config.RECYCLE_MS,
    stallMs: config.READER_STALL_MS,
  });
  return {
    readLog: outlastRedisReading(redis, readLog, history.readLog),
    tail,
    eventFeed: makeEventFeed({ redis, partitions, wakes, onError: warn('events') }),
    figures,
    streams,
    close: () => {
      streams.close();
      tail.close();
      wakes.close();
      figures.close();
    },
  };
}
