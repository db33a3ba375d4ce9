import type { TaskId } from '../protocol/task-id.ts';
import type { Redis } from './connection.ts';
import type { RawEntry } from './entry-codec.ts';
import { eventsKey } from './keys.ts';

/** Something that became of a task, as `tell` in scripts/prelude.lua writes it. */
export interface TaskEvent {
  /** Its id in the event stream of the task's partition. */
  id: string;
  type: string;
  owner: string;
  taskId: TaskId;
  /** Unix ms. */
  at: number;
  /** What it says beside that, a JSON object. */
  data: string;
}

/** `lost`: the event asked from is not there, so some behind it may be missing, too. */
export type EventPage = { tag: 'page'; events: TaskEvent[]; isLast: boolean } | { tag: 'lost' };

const PAGE_EVENTS = 500;

/**
 * The events of a partition behind `after`, oldest first. That one is read as well: while it is there, nothing behind
 * it was trimmed or lost.
 */
export async function readEvents(redis: Redis, partition: number, after: string): Promise<EventPage> {
  const key = eventsKey(partition);
  const raw = (await redis.xrange(key, after, '+', 'COUNT', PAGE_EVENTS + 1)) as RawEntry[];
  const [first, ...news] = raw;
  if (first?.[0] !== after) return { tag: 'lost' };
  return { tag: 'page', events: news.map(parseEvent), isLast: news.length < PAGE_EVENTS };
}

/**
 * Id of the newest event of a partition. One that has none gets a mark that is nobody's, so that every place to read
 * from is an entry.
 */
export async function findLastEvent(redis: Redis, partition: number): Promise<string> {
  const key = eventsKey(partition);
  const [last] = await redis.xrevrange(key, '+', '-', 'COUNT', 1);
  return last?.[0] ?? String(await redis.xadd(key, '*', 'type', 'opened'));
}

function parseEvent([id, flat]: RawEntry): TaskEvent {
  // The field order is fixed by `tell`; a mark has the type alone.
  const [, type = '', , owner = '', , taskId = '', , at, , data = '{}'] = flat;
  return { id, type, owner, taskId: taskId as TaskId, at: Number(at), data };
}
