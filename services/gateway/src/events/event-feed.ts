import type { EventPositions } from '@continuo/shared/protocol/event-cursor';
import type { Redis } from '@continuo/shared/redis/connection';
import {
  findLastEvent,
  readEvents,
  type EventPage,
  type TaskEvent,
} from '@continuo/shared/redis/task-events';
import type { EventWakes } from './event-wakes.ts';

/** Whom the feed gives events. */
export interface EventReader {
  /** Where it stands, by partition. It moves on with what it takes. */
  positions: string[];
  /** Takes the next events of a partition. A returned promise says that it can take no more until that resolves. */
  take: (partition: number, events: readonly TaskEvent[]) => Promise<void> | void;
}

/** The events of all partitions, for any number of readers of this process. */
export interface EventFeed {
  /**
   * Gives every event behind the reader's positions, those stored and those to come, until the signal aborts or
   * events behind its positions may be lost.
   */
  follow: (reader: EventReader, signal: AbortSignal) => Promise<'lost' | 'aborted'>;
  /** Where the events end now. */
  findEnd: () => Promise<EventPositions>;
}

export interface EventFeedOptions {
  redis: Redis;
  partitions: number;
  wakes: EventWakes;
  onError: (error: unknown) => void;
}

type Page = EventPage | { tag: 'unread' };

/**
 * Readers that are woken read the streams, each from its own place, so nothing is kept for a slow one; those at the
 * same place share one read.
 */
export function makeEventFeed({ redis, partitions, wakes, onError }: EventFeedOptions): EventFeed {
  const everyPartition = Array.from({ length: partitions }, (_, partition) => partition);
  const reads = new Map<string, Promise<Page>>();

  function read(partition: number, after: string): Promise<Page> {
    const place = `${partition} ${after} ${wakes.heard[partition]}`;
    const known = reads.get(place);
    if (known) return known;
    const page = readEvents(redis, partition, after)
      .catch((error: unknown): Page => {
        onError(error);
        return { tag: 'unread' };
      })
      .finally(() => reads.delete(place));
    reads.set(place, page);
    return page;
  }

  async function follow(reader: EventReader, signal: AbortSignal): Promise<'lost' | 'aborted'> {
    await wakes.listen();
    const seen = everyPartition.map(() => -1);
    while (!signal.aborted) {
      const behind = everyPartition.filter((partition) => seen[partition] !== wakes.heard[partition]);
      const pages = behind.map(async (partition) => ({
        partition,
        heard: wakes.heard[partition] ?? 0,
        page: await read(partition, reader.positions[partition] ?? ''),
      }));
      for (const { partition, heard, page } of await Promise.all(pages)) {
        if (signal.aborted) return 'aborted';
        if (page.tag === 'lost') return 'lost';
        if (page.tag === 'page' && page.events.length > 0) await reader.take(partition, page.events);
        // What could not be read is tried again when the partition is heard of next.
        if (page.tag === 'unread' || page.isLast) seen[partition] = heard;
      }
      await wakes.untilNews(seen, signal);
    }
    return 'aborted';
  }

  return {
    follow,
    findEnd: () => Promise.all(everyPartition.map((partition) => findLastEvent(redis, partition))),
  };
}
