import { setTimeout as sleep } from 'node:timers/promises';
import { makePostgres } from '@continuo/shared/postgres/connection';
import { priceListSchema } from '@continuo/shared/protocol/prices';
import { makeRedis, type RedisRole } from '@continuo/shared/redis/connection';
import { makeTransitions } from '@continuo/shared/redis/transitions';
import type { Logger } from '@continuo/shared/runtime/logger';
import { readConfigFile } from '@continuo/shared/runtime/read-config-file';
import { createApp } from './app.ts';
import { makeConversationStore } from './conversations/conversation-store.ts';
import { runBatches } from './batches/run-batches.ts';
import { offerOf, retentionMsOf, trustedHostsOf, type GatewayConfig } from './config.ts';
import { makeHistory } from './stores/history.ts';
import { watchRedisMemory } from './stores/redis-memory.ts';
import { serveHttp } from './http/serve-http.ts';
import { startReading } from './start-reading.ts';

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
  const prices = readConfigFile(priceListSchema, config.PRICES_FILE, 'prices.json');
  const connectRedis = (role: RedisRole) =>
    makeRedis(config.REDIS_URL, role, (error) => logger.warn({ err: error, role }, 'Redis connection'));
  const redis = connectRedis('command');
  const postgres = makePostgres({
    url: config.DATABASE_URL,
    applicationName: 'continuo-gateway',
    connectionsMax: POSTGRES_CONNECTIONS_MAX,
  });
  const history = makeHistory(postgres);
  const reading = startReading({ config, redis, connectRedis, postgres, history, logger });
  const memory = watchRedisMemory(
    () => redis.info('memory'),
    config.MEMORY_PERCENT_MAX,
    (error) => logger.warn({ err: error }, 'memory of Redis'),
  );
  const shared = {
    ...reading,
    partitions: config.PARTITIONS,
    cacheEnabled: config.CACHE_TTL_MS > 0,
    requestsMax: config.REQUESTS_MAX,
    transitions: makeTransitions(redis),
    redis,
    postgres,
    memory,
  };
  const batches = runBatches({
    ...shared,
    onError: (error) => logger.warn({ err: error }, 'batches'),
  });
  let isDraining = false;
  const app = createApp({
    ...shared,
    owner: config.OWNER,
    retentionMs: retentionMsOf(config),
    offer: offerOf(config),
    prices,
    cacheTtlMs: config.CACHE_TTL_MS,
    readTaskRow: history.readTaskRow,
    trustedHosts: trustedHostsOf(config),
    webDist: config.WEB_DIST,
    isDraining: () => isDraining,
    history,
    readMirrored: history.readLog,
    conversations: makeConversationStore(postgres),
    readerStallMs: config.READER_STALL_MS,
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
    const batching = batches.close();
    // Requests are taken meanwhile: a balancer needs a moment to see that this gateway is not ready any more.
    const streaming = reading.streams.drain(DRAIN_WINDOW_MS);
    await Promise.race([streaming, sleep(DRAIN_WINDOW_MS)]);
    await Promise.all([server.close(DRAIN_DEADLINE_MS - DRAIN_WINDOW_MS), streaming, batching]);
    reading.close();
    memory.close();
    redis.disconnect();
    await postgres.close();
  }

  return { port: server.port, countStreams: reading.streams.count, drain };
}
