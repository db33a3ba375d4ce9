import { readFileSync } from 'node:fs';
import { isTaskId, partitionOf, type TaskId } from '../protocol/task-id.ts';
import type { Redis } from './connection.ts';
import {
  GENERATORS,
  requestsKey,
  roundsKey,
  taskKeyPrefix,
  taskKey,
  waitingKey,
  WAITING_LINES,
} from './keys.ts';
import { ensureGroup, type RequestEntry } from './request-stream.ts';

/** Requests that wait for a generator with room, each owner in turn: `scripts/take_requests.lua`. */

/** How much a generator has room for: provider calls, and copies of other tasks' answers. */
export interface Room {
  calls: number;
  copies: number;
}

/** Requests that are the caller's now. `hasMore`: there were more to file than one call does; ask again. */
export interface TakenRequests {
  calls: RequestEntry[];
  copies: RequestEntry[];
  hasMore: boolean;
}

export type TakeRequests = (partition: number, consumer: string, room: Room) => Promise<TakenRequests>;

const SCRIPT = readFileSync(new URL('./scripts/take_requests.lua', import.meta.url), 'utf8');
const COMMAND = 'continuo:take_requests';
/** Bounds one call of the script, during which Redis does nothing else. */
const FILED_PER_CALL = 200;
/** Requests counted one by one where no generator has filed them. */
const COUNTED_MAX = 1_000;

/** A group that Redis lost, with its stream, is made again. */
export function makeTakeRequests(redis: Redis): TakeRequests {
  redis.defineCommand(COMMAND, { numberOfKeys: 1 + 2 * WAITING_LINES.length, lua: SCRIPT });
  const run = Reflect.get(redis, COMMAND) as (...args: (string | number)[]) => Promise<[number, ...string[]]>;
  return async (partition, consumer, { calls, copies }) => {
    const lines = WAITING_LINES.flatMap((line) => [waitingKey(partition, line), roundsKey(partition, line)]);
    const args = [
      taskKeyPrefix(partition),
      consumer,
      Math.max(0, calls),
      Math.max(0, copies),
      FILED_PER_CALL,
    ];
    const [more, ...taken] = await run
      .call(redis, requestsKey(partition), ...lines, ...args)
      .catch((error: unknown) => onLostGroup(redis, partition, error));
    const copiesFrom = taken.indexOf('');
    return {
      calls: toRequests(taken.slice(0, copiesFrom)),
      copies: toRequests(taken.slice(copiesFrom + 1)),
      hasMore: more === 1,
    };
  };
}

async function onLostGroup(redis: Redis, partition: number, error: unknown): Promise<[number, ...string[]]> {
  if (!String(error).includes('NOGROUP')) throw error;
  await ensureGroup(redis, partition, GENERATORS);
  return [1, ''];
}

function toRequests(flat: readonly string[]): RequestEntry[] {
  return Array.from({ length: flat.length / 2 }, (_, i) => [
    flat[2 * i] ?? '',
    flat[2 * i + 1] ?? '',
  ]).flatMap(([entryId = '', taskId = '']) => (isTaskId(taskId) ? [{ entryId, taskId }] : []));
}

/** How many requests of a partition are filed and not taken. */
export async function countFiled(redis: Redis, partition: number): Promise<number> {
  const counts = await Promise.all(WAITING_LINES.map((line) => redis.zcard(waitingKey(partition, line))));
  return counts.reduce((total, count) => total + count, 0);
}

/** Where a task stands that waits to be taken: 1 is next; null: too far behind to be counted. */
export interface QueuePlace {
  position: number | null;
}

/**
 * The place of a task in its partition as things are now; requests of other owners that come later may be taken
 * before it. Undefined: it does not wait.
 */
export async function findQueuePlace(redis: Redis, taskId: TaskId): Promise<QueuePlace | undefined> {
  const partition = partitionOf(taskId);
  const [entryId, chats, batches, copies, chatsWaiting] = await Promise.all([
    redis.hget(taskKey(taskId), 'entry'),
    redis.zrank(waitingKey(partition, 'chats'), taskId),
    redis.zrank(waitingKey(partition, 'batches'), taskId),
    redis.zrank(waitingKey(partition, 'copies'), taskId),
    redis.zcard(waitingKey(partition, 'chats')),
  ]);
  const ahead = chats ?? copies ?? (batches === null ? null : chatsWaiting + batches);
  if (ahead !== null) return { position: ahead + 1 };
  return entryId === null ? undefined : await findUnread(redis, partition, entryId);
}

/** The place of a request that no generator has read. */
async function findUnread(redis: Redis, partition: number, entryId: string): Promise<QueuePlace | undefined> {
  const filed = await countFiled(redis, partition);
  const lastRead = await readLastDelivered(redis, partition);
  const unread = await redis.xrange(requestsKey(partition), lastRead, entryId, 'COUNT', COUNTED_MAX);
  if (unread.at(-1)?.[0] === entryId) return { position: filed + unread.length };
  return unread.length === COUNTED_MAX ? { position: null } : undefined;
}

/** The start of what the generators have not read, as XRANGE takes it. */
async function readLastDelivered(redis: Redis, partition: number): Promise<string> {
  try {
    const groups = (await redis.xinfo('GROUPS', requestsKey(partition))) as unknown[][];
    const group = groups.find((fields) => fields[1] === GENERATORS);
    return group ? `(${String(group[group.indexOf('last-delivered-id') + 1])}` : '-';
  } catch (error) {
    if (String(error).includes('no such key')) return '-';
    throw error;
  }
}
