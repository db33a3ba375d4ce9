import type { StoredEntry } from '../protocol/entry.ts';
import type { LogHead } from './task-stream.ts';
import type { TaskId } from '../protocol/task-id.ts';

/**
 * The live entries of one task, shared by all its readers in this process.
 *
 * A reader is `live` when it has everything announced so far: live entries are handed to it as they come. Any
 * doubt (a gap, a slow reader, a resubscription, the watchdog) ends that: the reader is woken, reads the
 * stream from its own seq, and becomes live again. So no message needs to be kept, and losing one is harmless.
 */
export interface FeedReader {
  /** Seq of the last entry it was given. */
  seq: number;
  /** The log of this incarnation holds that entry. Of a later one it is not known. */
  incarnation: number;
  /** Something may have been missed, and only a read that begins after this was set can tell. */
  mustRead: boolean;
  /** Set while it is live: ends that, after `until` if given. */
  wake: ((until?: Promise<void>) => void) | undefined;
  take: TakeEntries;
}

/**
 * Takes the next entries: in order, each once. A returned promise says that the reader can take no more now;
 * until it resolves nothing is kept for it, it reads the stream again afterwards. It must settle soon after the
 * reader's signal aborts: the reader ends only then.
 */
export type TakeEntries = (entries: readonly StoredEntry[]) => Promise<void> | void;

export interface LiveFeed {
  taskId: TaskId;
  /** Highest seq heard of. */
  announcedSeq: number;
  /** Highest incarnation heard of. */
  incarnation: number;
  /** When something was heard last, by the monotonic clock. */
  heardAtMs: number;
  readers: Set<FeedReader>;
  /** Resolves when live messages come in: only what is read after that has no hole before them. */
  subscribed: Promise<void>;
}

/** Gives entries to a reader. Throws when they do not follow on what it has: no reader ever sees a gap. */
export function deliver(reader: FeedReader, entries: readonly StoredEntry[]): Promise<void> | void {
  for (const [i, entry] of entries.entries()) {
    if (entry.seq !== reader.seq + 1 + i) {
      throw new Error(`entry ${entry.seq} does not follow on ${reader.seq + i}`);
    }
  }
  reader.seq += entries.length;
  return reader.take(entries);
}

/** Hands live entries to all readers that are live, and wakes those they do not follow on for. */
export function announce(feed: LiveFeed, entries: readonly StoredEntry[], nowMs: number): void {
  const first = entries[0];
  const last = entries.at(-1);
  if (!first || !last) return;
  feed.heardAtMs = nowMs;
  feed.announcedSeq = Math.max(feed.announcedSeq, last.seq);
  feed.incarnation = Math.max(feed.incarnation, last.incarnation);
  for (const reader of feed.readers) {
    if (!reader.wake) continue;
    const isRebuilt = reader.incarnation < feed.incarnation;
    if (isRebuilt || first.seq > reader.seq + 1) {
      reader.wake();
      continue;
    }
    if (last.seq <= reader.seq) continue;
    const news = first.seq === reader.seq + 1 ? entries : entries.slice(reader.seq + 1 - first.seq);
    const full = tryDeliver(reader, news);
    // Taking them may have ended the reader, so that it is live no more.
    if (full || isTerminalType(last.type)) reader.wake?.(full ?? undefined);
  }
}

/** One reader's failure is its own: it must not keep the entries from the others. */
function tryDeliver(reader: FeedReader, entries: readonly StoredEntry[]): Promise<void> | void {
  try {
    return deliver(reader, entries);
  } catch (error) {
    return Promise.reject(error);
  }
}

/** Something may have been missed: has all readers read that do not have the log up to `head`. */
export function wakeBehind(feed: LiveFeed, head?: LogHead): void {
  feed.incarnation = Math.max(feed.incarnation, head?.incarnation ?? 0);
  for (const reader of feed.readers) {
    if (head && reader.seq >= head.seq && reader.incarnation >= head.incarnation) continue;
    reader.mustRead = true;
    reader.wake?.();
  }
}

export function isTerminalType(type: string): boolean {
  return type === 'completed' || type === 'failed' || type === 'cancelled';
}
