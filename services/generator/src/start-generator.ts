import { partitionOf } from '@continuo/shared/protocol/task-id';
import { GENERATORS } from '@continuo/shared/redis/keys';
import { makeRedis, type Redis } from '@continuo/shared/redis/connection';
import { waitForDurabilityFaults } from '@continuo/shared/redis/durability';
import {
  ackRequest,
  ensureGroup,
  listAbandonedRequests,
  readNewRequests,
  showPresence,
  type RequestEntry,
} from '@continuo/shared/redis/request-stream';
import { readTaskRecord } from '@continuo/shared/redis/task-record';
import { readLogHead, readTaskStream } from '@continuo/shared/redis/task-stream';
import { TaskTail } from '@continuo/shared/redis/task-tail';
import { makeTransitions } from '@continuo/shared/redis/transitions';
import { makeTakeRequests } from '@continuo/shared/redis/waiting-requests';
import { ConfigFaults } from '@continuo/shared/runtime/read-config';
import type { Logger } from '@continuo/shared/runtime/logger';
import type { RunningService } from '@continuo/shared/runtime/run-service';
import { workerName } from '@continuo/shared/runtime/worker-name';
import { CircuitBreaker } from './attempts/circuit-breaker.ts';
import { Targets } from './attempts/targets.ts';
import type { Config } from './config.ts';
import { consumeRequests } from './consume-requests.ts';
import { makeProviders } from './providers/make-providers.ts';
import { Workbench } from './workbench.ts';
import { workOnRequest, type RequestOptions } from './work-on-request.ts';

/** After the deadline of a drain: time to flush and release. */
const RELEASE_MS = 3_000;

/** Wires the generator and starts its loops. */
export async function startGenerator(config: Config, logger: Logger): Promise<RunningService> {
  const onError = (error: unknown): void => logger.warn({ err: error }, 'redis');
  const redis = makeRedis(config.redisUrl, 'command', onError);
  const faults = await waitForDurabilityFaults(redis);
  if (faults.length > 0) throw new ConfigFaults(faults);

  const tail = new TaskTail({
    subscriber: makeRedis(config.redisUrl, 'subscriber', onError),
    readLog: (taskId, afterSeq) => readTaskStream(redis, taskId, afterSeq),
    readHead: (taskId) => readLogHead(redis, taskId),
    onError,
  });
  const options = makeRequestOptions(config, redis, tail, logger);
  const takeRequests = makeTakeRequests(redis);
  const bench = new Workbench(config.concurrency);
  const stopping = new AbortController();
  const partitions = Array.from({ length: config.partitions }, (_, partition) => partition);
  const blockings = partitions.map(() => makeRedis(config.redisUrl, 'blocking', onError));

  for (const [partition, blocking] of blockings.entries()) {
    await ensureGroup(redis, partition, GENERATORS);
    void consumeRequests({
      takeWaiting: (room) => takeRequests(partition, options.worker, room),
      readNew: (max: number) => readNewRequests(blocking, partition, GENERATORS, options.worker, max),
      showPresence: () => showPresence(redis, partition, GENERATORS, options.worker),
      listAbandoned: (max: number) =>
        listAbandonedRequests(redis, partition, GENERATORS, config.leaseMs, max),
      room: () => bench.room(),
      placeFreed: () => bench.placeFreed(),
      start: (request: RequestEntry) =>
        bench.start(request.taskId, (place) => workOnRequest(options, request, place)),
      signal: stopping.signal,
      logger,
    });
  }

  return {
    drain: async () => {
      stopping.abort();
      for (const blocking of blockings) blocking.disconnect();
      await drainBench(bench, config.drainMs);
      tail.close();
      redis.disconnect();
    },
  };
}

/** Lets running work end by itself for a while, then has the rest handed over. */
async function drainBench(bench: Workbench, drainMs: number): Promise<void> {
  if (await bench.settle(drainMs)) return;
  bench.stopAll('drain');
  await bench.settle(RELEASE_MS);
}

function makeRequestOptions(config: Config, redis: Redis, tail: TaskTail, logger: Logger): RequestOptions {
  return {
    transitions: makeTransitions(redis),
    readRecord: (taskId) => readTaskRecord(redis, taskId),
    readLog: (taskId, afterSeq) => readTaskStream(redis, taskId, afterSeq),
    tail,
    targets: new Targets(makeProviders(config.providers), config.fallbacks),
    breaker: new CircuitBreaker(config.circuitMs),
    prices: config.prices,
    forget: ({ taskId, entryId }) => ackRequest(redis, partitionOf(taskId), GENERATORS, entryId),
    worker: workerName(),
    leaseMs: config.leaseMs,
    cacheMs: config.cacheMs,
    taskMs: config.taskMs,
    retryMs: config.retryMs,
    idleLimits: { firstPartMs: config.firstPartMs, nextPartMs: config.nextPartMs },
    logger,
  };
}
