import type { LiveStats } from '@continuo/shared/protocol/stats-api';
import type { Redis } from '@continuo/shared/redis/connection';
import { GENERATORS, PERSISTERS, requestsKey } from '@continuo/shared/redis/keys';
import { countFiled } from '@continuo/shared/redis/waiting-requests';
import { readConsumers, readGroups } from './stream-info.ts';

/** Every living consumer reads or renews more often; one that did not is dead, its requests are taken over. */
const DEAD_AFTER_MS = 10_000;
/** Requests counted one by one where Redis cannot tell how many there are. */
const COUNTED_MAX = 1_000;

type Worker = LiveStats['workers'][number];

interface Group {
  held: number;
  waiting: number;
}

/** What waits and who works, from Redis' own account of the request streams. */
export async function readQueue(redis: Redis, partitions: number): Promise<LiveStats> {
  const keys = Array.from({ length: partitions }, (_, partition) => requestsKey(partition));
  const perKey = await Promise.all(
    keys.map((key, partition) =>
      Promise.all([
        redis.xlen(key),
        readGenerators(redis, key),
        readWorkers(redis, key, GENERATORS, 'generator'),
        readWorkers(redis, key, PERSISTERS, 'persister'),
        countFiled(redis, partition),
      ]),
    ),
  );
  return {
    queue: {
      // Read by no generator, or filed until one has room.
      waiting: sum(perKey.map(([, group, , , filed]) => group.waiting + filed)),
      held: sum(perKey.map(([, group]) => group.held)),
      // A request leaves the stream when Postgres holds its whole log.
      unpersisted: sum(perKey.map(([length]) => length)),
    },
    workers: mergeByName(perKey.flatMap(([, , generators, persisters]) => [...generators, ...persisters])),
  };
}

async function readGenerators(redis: Redis, key: string): Promise<Group> {
  const groups = await readGroups(redis, key);
  const group = groups.find((fields) => fields['name'] === GENERATORS);
  if (!group) return { held: 0, waiting: await redis.xlen(key) };
  const lag = group['lag'];
  const waiting =
    typeof lag === 'number' ? lag : await countAfter(redis, key, String(group['last-delivered-id']));
  return { held: Number(group['pending']), waiting };
}

/** Redis does not know the lag of a group once requests ahead of it were deleted. */
async function countAfter(redis: Redis, key: string, lastDeliveredId: string): Promise<number> {
  const undelivered = await redis.xrange(key, `(${lastDeliveredId}`, '+', 'COUNT', COUNTED_MAX);
  return undelivered.length;
}

async function readWorkers(
  redis: Redis,
  key: string,
  group: string,
  service: Worker['service'],
): Promise<Worker[]> {
  const consumers = await readConsumers(redis, key, group);
  return consumers
    .map((fields) => ({
      service,
      name: String(fields['name']),
      held: Number(fields['pending']),
      idle_ms: Number(fields['idle']),
    }))
    .filter((worker) => worker.idle_ms < DEAD_AFTER_MS);
}

/** A worker reads all partitions: one line for it, as idle as where it was seen last. */
function mergeByName(workers: Worker[]): Worker[] {
  const byName = Map.groupBy(workers, ({ service, name }) => `${service} ${name}`);
  return [...byName.values()].flatMap(([first, ...others]) => {
    if (!first) return [];
    const all = [first, ...others];
    return {
      ...first,
      held: sum(all.map((worker) => worker.held)),
      idle_ms: Math.min(...all.map((worker) => worker.idle_ms)),
    };
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
