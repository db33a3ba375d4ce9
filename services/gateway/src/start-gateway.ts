import { setTimeout as sleep } from 'node:timers/promises';
import { makePostgres } from '@continuo/shared/postgres/connection';
import type { ReadLog } from '@continuo/shared/protocol/log-page';
import { makeRedis, type RedisRole } from '@continuo/shared/redis/connection';
import { readLogHead, readTaskStream } from '@continuo/shared/redis/task-stream';
import { TaskTail } from '@continuo/shared/redis/task-tail';
import { makeTransitions } from '@continuo/shared/redis/transitions';
import type { Logger } from '@continuo/shared/runtime/logger';
import { createApp } from './app.ts';
import { offerOf, trustedHostsOf, type GatewayConfig } from './config.ts';
import { makeHistory } from './stores/history.ts';
import { outlastRedisReading } from './stores/outlast-redis.ts';
import { watchRedisMemory } from './stores/redis-memory.ts';
import { serveHttp } from './http/serve-http.ts';
import { makeEventStreams } from './streams/event-streams.ts';

const POSTGRES_CONNECTIONS_MAX = 10;
/** Streams are ended over this time, and at the deadline whatever is still open is cut. */
const DRAIN_WINDOW_MS = 2_000;
const DRAIN_DEADLINE_MS = 10_000;

export interface RunningGateway {
  port: number;
  /** Streams that are open in this process. */
  countStreams: () => number;
  drain: () => Promise<void>;
}

/** Connects, listens, and knows how to end both in order. */
export async function startGateway(config: GatewayConfig, logger: Logger): Promise<RunningGateway> {
  const connectRedis = (role: RedisRole) =>
    makeRedis(config.REDIS_URL, role, (error) => logger.warn({ err: error, role }, 'Redis connection'));
  const redis = connectRedis('command');
  const postgres = makePostgres({
    url: config.DATABASE_URL,
    applicationName: 'continuo-gateway',
    connectionsMax: POSTGRES_CONNECTIONS_MAX,
  });
  const history = makeHistory(postgres);
  const readLog: ReadLog = async (taskId, afterSeq) => {
    const page = await readTaskStream(redis, taskId, afterSeq);
    return page.tag === 'gone' ? await history.readLog(taskId, afterSeq) : page;
  };
  const tail = new TaskTail({
    subscriber: connectRedis('subscriber'),
    readLog,
    readHead: (taskId) => readLogHead(redis, taskId),
    onError: (error) => logger.warn({ err: error }, 'tail'),
  });
  const memory = watchRedisMemory(
    () => redis.info('memory'),
    config.MEMORY_PERCENT_MAX,
    (error) => logger.warn({ err: error }, 'memory of Redis'),
  );
  const streams = makeEventStreams(config.READERS_MAX, {
    heartbeatMs: config.HEARTBEAT_MS,
    recycleMs: config.RECYCLE_MS,
    stallMs: config.READER_STALL_MS,
  });

  let isDraining = false;
  const app = createApp({
    owner: config.OWNER,
    offer: offerOf(config),
    partitions: config.PARTITIONS,
    cacheEnabled: config.CACHE_TTL_MS > 0,
    requestsMax: config.REQUESTS_MAX,
    transitions: makeTransitions(redis),
    readTaskRow: history.readTaskRow,
    trustedHosts: trustedHostsOf(config),
    webDist: config.WEB_DIST,
    isDraining: () => isDraining,
    memory,
    redis,
    history,
    readLog: outlastRedisReading(redis, readLog, history.readLog),
    tail,
    streams,
    logger,
  });
  const server = await serveHttp(app.fetch, {
    host: config.HOST,
    port: config.PORT,
    readersMax: config.READERS_MAX,
    logger,
  });

  async function drain(): Promise<void> {
    isDraining = true;
    server.sendAway();
    // Requests are taken meanwhile: a balancer needs a moment to see that this gateway is not ready any more.
    const streaming = streams.drain(DRAIN_WINDOW_MS);
    await Promise.race([streaming, sleep(DRAIN_WINDOW_MS)]);
    await Promise.all([server.close(DRAIN_DEADLINE_MS - DRAIN_WINDOW_MS), streaming]);
    streams.close();
    tail.close();
    memory.close();
    redis.disconnect();
    await postgres.close();
  }

  return { port: server.port, countStreams: streams.count, drain };
}
