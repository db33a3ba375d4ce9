import { isTaskId, type TaskId } from '../protocol/task-id.ts';
import { BLOCK_MS, type Redis } from './connection.ts';
import type { RawEntry } from './entry-codec.ts';
import { GENERATORS, PERSISTERS, requestsKey } from './keys.ts';

/** A record of the request stream: it only names the task; the task record holds the rest. */
export interface RequestEntry {
  /** Id of the record in the request stream. */
  entryId: string;
  taskId: TaskId;
}

export type GroupName = typeof GENERATORS | typeof PERSISTERS;

/** Creates the group when it is missing, from the beginning: `$` would lose what came before. */
export async function ensureGroup(redis: Redis, partition: number, group: GroupName): Promise<void> {
  try {
    await redis.xgroup('CREATE', requestsKey(partition), group, '0', 'MKSTREAM');
  } catch (error) {
    if (!String(error).includes('BUSYGROUP')) throw error;
  }
}

/**
 * Waits up to BLOCK_MS for new requests. The connection must be one of the blocking role. A group that Redis lost,
 * with its stream, is made again.
 */
export async function readNewRequests(
  blocking: Redis,
  partition: number,
  group: GroupName,
  consumer: string,
  countMax: number,
): Promise<RequestEntry[]> {
  const key = requestsKey(partition);
  try {
    const reply = (await blocking.xreadgroup(
      ...(['GROUP', group, consumer, 'COUNT', countMax, 'BLOCK', BLOCK_MS, 'STREAMS', key, '>'] as const),
    )) as [string, RawEntry[]][] | null;
    return (reply?.[0]?.[1] ?? []).flatMap(toRequest);
  } catch (error) {
    if (!String(error).includes('NOGROUP')) throw error;
    await ensureGroup(blocking, partition, group);
    return [];
  }
}

/** Behind every id that a request can have. */
const BEHIND_ALL = '9999999999999999-0';

/**
 * Shows that a consumer is alive: a read behind everything that is pending for it finds nothing, but Redis notes
 * when it saw the consumer. Redis 7.0 does not note a read that waits for new requests.
 */
export async function showPresence(
  redis: Redis,
  partition: number,
  group: GroupName,
  consumer: string,
): Promise<void> {
  const key = requestsKey(partition);
  await redis.xreadgroup('GROUP', group, consumer, 'COUNT', 1, 'STREAMS', key, BEHIND_ALL);
}

/**
 * Requests of the group that nobody has touched for `idleMs`. Reading them changes nothing: neither their
 * idle time nor their owner, so a task found to be held is not disturbed (the claim is in `open_epoch`).
 */
export async function listAbandonedRequests(
  redis: Redis,
  partition: number,
  group: GroupName,
  idleMs: number,
  countMax: number,
): Promise<RequestEntry[]> {
  const key = requestsKey(partition);
  const pending = (await redis.xpending(key, group, 'IDLE', idleMs, '-', '+', countMax)) as [string][];
  const entries = await Promise.all(
    pending.map(async ([entryId]) => {
      const raw = (await redis.xrange(key, entryId, entryId)) as RawEntry[];
      // Deleted already: its log is in Postgres whole, nothing is left to do but to forget it.
      if (!raw[0]) await redis.xack(key, group, entryId);
      return raw.flatMap(toRequest);
    }),
  );
  return entries.flat();
}

export async function ackRequest(
  redis: Redis,
  partition: number,
  group: GroupName,
  entryId: string,
): Promise<void> {
  await redis.xack(requestsKey(partition), group, entryId);
}

/** Empty when the record names no task. */
export function toRequest([entryId, fields]: RawEntry): RequestEntry[] {
  const taskId = fields?.[1];
  return taskId !== undefined && isTaskId(taskId) ? [{ entryId, taskId }] : [];
}
