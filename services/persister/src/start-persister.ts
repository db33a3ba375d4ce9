import { setTimeout as sleep } from 'node:timers/promises';
import { makePostgres } from '@continuo/shared/postgres/connection';
import { makeRedis, type Redis } from '@continuo/shared/redis/connection';
import { waitForDurabilityFaults } from '@continuo/shared/redis/durability';
import { PERSISTERS } from '@continuo/shared/redis/keys';
import { handOverRequests, type Seat } from '@continuo/shared/redis/pending-requests';
import { ensureGroup } from '@continuo/shared/redis/request-stream';
import { ConfigFaults } from '@continuo/shared/runtime/read-config';
import type { Logger } from '@continuo/shared/runtime/logger';
import type { RunningService } from '@continuo/shared/runtime/run-service';
import { makeTransitions } from '@continuo/shared/redis/transitions';
import { workerName } from '@continuo/shared/runtime/worker-name';
import { keepAnswers } from './answers/keep-answers.ts';
import type { Config } from './config.ts';
import { startConsuming } from './consume-requests.ts';
import { keepSwept } from './janitor/keep-swept.ts';
import { makeMirror } from './make-mirror.ts';
import { keepRebuilt } from './rebuild/keep-rebuilt.ts';

/** The writer, the reads of tasks that were taken over, the rebuilding, and the texts for searches. */
const POSTGRES_CONNECTIONS = 5;
/** With the last flush and the closing of Postgres, a drain stays below 5 s. */
const HAND_OVER_MS = 1_000;

/** Wires the persister and starts its loops. Postgres may be away: what is not mirrored stays in Redis. */
export async function startPersister(
  config: Config,
  logger: Logger,
  consumer: string = workerName(),
): Promise<RunningService> {
  const onError = (error: unknown): void => logger.warn({ err: error }, 'redis');
  const redis = makeRedis(config.redisUrl, 'command', onError);
  const faults = await waitForDurabilityFaults(redis);
  if (faults.length > 0) throw new ConfigFaults(faults);

  const postgres = makePostgres({
    url: config.databaseUrl,
    applicationName: 'continuo-persister',
    connectionsMax: POSTGRES_CONNECTIONS,
  });
  const subscriber = makeRedis(config.redisUrl, 'subscriber', onError);
  const mirror = makeMirror({ redis, subscriber, postgres }, config, logger);
  const stopping = new AbortController();
  const blockings: Redis[] = [];
  const seats: Seat[] = [];
  for (let partition = 0; partition < config.partitions; partition += 1) {
    const seat: Seat = { redis, partition, group: PERSISTERS, consumer };
    const blocking = makeRedis(config.redisUrl, 'blocking', onError);
    await ensureGroup(redis, partition, PERSISTERS);
    const { abandonedMs } = config;
    startConsuming({ seat, blocking, tasks: mirror.tasks, abandonedMs, signal: stopping.signal, onError });
    seats.push(seat);
    blockings.push(blocking);
  }

  const stores = { redis, postgres, transitions: makeTransitions(redis) };
  const rebuilding = keepRebuilt(stores, stopping.signal, logger);
  const answering = keepAnswers(postgres, stopping.signal, logger);
  const sweeping = keepSwept(postgres, config.retention, stopping.signal, logger);

  return {
    drain: async () => {
      stopping.abort();
      for (const blocking of blockings) blocking.disconnect();
      const held = seats.map((seat) => ({ seat, entryIds: mirror.tasks.entryIds(seat.partition) }));
      await mirror.drain();
      await Promise.race([
        Promise.all([rebuilding, answering, sweeping]),
        sleep(HAND_OVER_MS, undefined, { ref: false }),
      ]);
      const handOvers = held.map(({ seat, entryIds }) => handOverRequests(seat, entryIds));
      await Promise.race([Promise.all(handOvers), sleep(HAND_OVER_MS, undefined, { ref: false })]).catch(
        onError,
      );
      redis.disconnect();
      await postgres.close();
    },
  };
}
