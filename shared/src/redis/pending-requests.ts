import type { Redis } from './connection.ts';
import { GENERATORS, PERSISTERS, requestsKey } from './keys.ts';
import type { GroupName } from './request-stream.ts';

/** What consumers do with the requests that are pending for them: take over, keep, hand over, forget. */

const PAGE_IDS = 1_000;
/** An idle time that makes a request look abandoned to everybody. */
const LONG_ABANDONED_MS = 3_600_000;

/** One consumer's place in one partition. */
export interface Seat {
  redis: Redis;
  partition: number;
  group: GroupName;
  consumer: string;
}

/**
 * Takes requests over that nobody has touched for `idleMs`. Returns those that were got: of several consumers who
 * try at once, one gets each.
 */
export async function takeOverRequests(
  { redis, partition, group, consumer }: Seat,
  entryIds: readonly string[],
  idleMs: number,
): Promise<ReadonlySet<string>> {
  if (entryIds.length === 0) return new Set();
  const key = requestsKey(partition);
  const taken = await redis.xclaim(key, group, consumer, idleMs, ...(entryIds as [string]), 'JUSTID');
  return new Set(taken.map(String));
}

/** Keeps requests from looking abandoned. Returns those that are no longer ours: acked, or taken over. */
export async function keepRequests(seat: Seat, entryIds: readonly string[]): Promise<string[]> {
  return await touchOwn(seat, entryIds, 0);
}

/** Makes requests look long abandoned, so that others find them at once. */
export async function handOverRequests(seat: Seat, entryIds: readonly string[]): Promise<void> {
  await touchOwn(seat, entryIds, LONG_ABANDONED_MS);
}

/** Removes a request that leads nowhere, because Redis no longer knows its task. */
export async function forgetRequest(redis: Redis, partition: number, entryId: string): Promise<void> {
  const key = requestsKey(partition);
  await Promise.all([
    redis.xack(key, GENERATORS, entryId),
    redis.xack(key, PERSISTERS, entryId),
    redis.xdel(key, entryId),
  ]);
}

/** Sets the idle time of those that are ours, and returns the others: a claim would take them back. */
async function touchOwn(seat: Seat, entryIds: readonly string[], idleMs: number): Promise<string[]> {
  if (entryIds.length === 0) return [];
  const { redis, partition, group, consumer } = seat;
  const own = await listOwn(seat);
  const kept = entryIds.filter((entryId) => own.has(entryId));
  for (let i = 0; i < kept.length; i += PAGE_IDS) {
    const page = kept.slice(i, i + PAGE_IDS) as [string];
    await redis.xclaim(requestsKey(partition), group, consumer, 0, ...page, 'IDLE', idleMs, 'JUSTID');
  }
  return entryIds.filter((entryId) => !own.has(entryId));
}

async function listOwn({ redis, partition, group, consumer }: Seat): Promise<ReadonlySet<string>> {
  const own = new Set<string>();
  for (let start = '-'; ;) {
    const range = [start, '+', PAGE_IDS, consumer] as const;
    const page = (await redis.xpending(requestsKey(partition), group, ...range)) as [string][];
    for (const [entryId] of page) own.add(entryId);
    const last = page.at(-1)?.[0];
    if (last === undefined || page.length < PAGE_IDS) return own;
    start = `(${last}`;
  }
}
