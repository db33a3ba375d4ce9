import { setTimeout as sleep } from 'node:timers/promises';
import type { Cursor } from '../protocol/cursor.ts';
import { findSharedSeq } from '../protocol/shared-seq.ts';
import type { TaskId } from '../protocol/task-id.ts';
import type { Redis } from './connection.ts';
import { fromLiveMessage } from './entry-codec.ts';
import { liveChannel } from './keys.ts';
import { announce, deliver, isTerminalType, wakeBehind } from './live-feed.ts';
import type { FeedReader, LiveFeed, TakeEntries } from './live-feed.ts';
import type { LogHead, LogPage, ReadLog } from './task-stream.ts';

export type { TakeEntries } from './live-feed.ts';

/** How a reader's following ended. */
export type TailEnd =
  | { tag: 'terminal' }
  /** No store has the log any more. */
  | { tag: 'gone' }
  | { tag: 'aborted' }
  /** The log was rebuilt without the last entries that the reader was given: it has lost all behind `to`. */
  | { tag: 'rewound'; to: Cursor };

export interface TaskTailOptions {
  /** A connection of the subscriber role, for the tail alone. */
  subscriber: Redis;
  readLog: ReadLog;
  /** For the watchdog. Undefined: not known to Redis. */
  readHead: (taskId: TaskId) => Promise<LogHead | undefined>;
  onError: (error: unknown) => void;
}

/** The loss of a task's last message leaves no gap to be seen: quiet tasks are looked at this often. */
const WATCHDOG_MS = 2_000;
/** Pause after a store could not be read. */
const RETRY_MS = 500;

/** Serves any number of readers of any number of tasks in this process from one subscribed connection. */
export class TaskTail {
  readonly #subscriber: Redis;
  readonly #readLog: ReadLog;
  readonly #readHead: TaskTailOptions['readHead'];
  readonly #onError: TaskTailOptions['onError'];
  /** By live channel. A feed is there for as long as it has readers. */
  readonly #feeds = new Map<string, LiveFeed>();
  readonly #watchdog: NodeJS.Timeout;

  constructor({ subscriber, readLog, readHead, onError }: TaskTailOptions) {
    this.#subscriber = subscriber;
    this.#readLog = readLog;
    this.#readHead = readHead;
    this.#onError = onError;
    this.#watchdog = setInterval(() => void this.#lookAtQuietFeeds(), WATCHDOG_MS);
    subscriber.on('smessage', (channel: string, message: string) => {
      const feed = this.#feeds.get(channel);
      if (feed) announce(feed, fromLiveMessage(message), performance.now());
    });
    subscriber.on('ready', () => void this.#resubscribe());
  }

  /**
   * Gives every entry after the cursor, those stored and those to come, until the terminal one. Rejects when
   * `take` does.
   *
   * @param after its incarnation is the one in which the log is known to hold the entry
   */
  async follow(taskId: TaskId, after: Cursor, take: TakeEntries, signal: AbortSignal): Promise<TailEnd> {
    let lastType = '';
    const reader: FeedReader = {
      seq: after.seq,
      incarnation: after.incarnation,
      mustRead: false,
      wake: undefined,
      take: (entries) => {
        lastType = entries.at(-1)?.type ?? lastType;
        return take(entries);
      },
    };
    const feed = this.#join(taskId, reader);
    try {
      await feed.subscribed;
      for (;;) {
        const end = await this.#catchUp(feed, reader, signal);
        if (end !== 'live') return end;
        await stayLive(feed, reader, signal);
        if (isTerminalType(lastType)) return { tag: 'terminal' };
      }
    } finally {
      this.#leave(feed, reader);
    }
  }

  /** Readers that are still following are not ended by this; abort them first. */
  close(): void {
    clearInterval(this.#watchdog);
    this.#subscriber.disconnect();
  }

  #join(taskId: TaskId, reader: FeedReader): LiveFeed {
    const channel = liveChannel(taskId);
    const feed = this.#feeds.get(channel) ?? {
      taskId,
      announcedSeq: 0,
      incarnation: 0,
      heardAtMs: performance.now(),
      readers: new Set(),
      subscribed: this.#subscribe([channel]),
    };
    this.#feeds.set(channel, feed);
    feed.readers.add(reader);
    return feed;
  }

  #leave(feed: LiveFeed, reader: FeedReader): void {
    feed.readers.delete(reader);
    const channel = liveChannel(feed.taskId);
    if (feed.readers.size > 0 || this.#feeds.get(channel) !== feed) return;
    this.#feeds.delete(channel);
    this.#subscriber.sunsubscribe(channel).catch(this.#onError);
  }

  /** Reads the log until there is no more of it just now. */
  async #catchUp(feed: LiveFeed, reader: FeedReader, signal: AbortSignal): Promise<TailEnd | 'live'> {
    while (!signal.aborted) {
      const announcedSeq = feed.announcedSeq;
      reader.mustRead = false;
      const rewound = await this.#findRewind(feed, reader, signal);
      if (rewound) return rewound;
      const page = await this.#readPage(feed.taskId, reader.seq, signal);
      if (signal.aborted) break;
      if (page.tag === 'gone') return { tag: 'gone' };
      const last = page.entries.at(-1);
      feed.incarnation = Math.max(feed.incarnation, last?.incarnation ?? 0);
      if (reader.incarnation < feed.incarnation) continue;
      if (!last) {
        // Announced, yet not in the store that was read after that: lost with the store. Do not wait for it.
        if (feed.announcedSeq === announcedSeq) feed.announcedSeq = Math.min(announcedSeq, reader.seq);
        return 'live';
      }
      await deliver(reader, page.entries);
      if (isTerminalType(last.type)) return { tag: 'terminal' };
    }
    return { tag: 'aborted' };
  }

  /** When the log was rebuilt: whether it still holds what the reader was given (invariant 4). */
  async #findRewind(feed: LiveFeed, reader: FeedReader, signal: AbortSignal): Promise<TailEnd | undefined> {
    const { incarnation } = feed;
    if (reader.incarnation >= incarnation) return undefined;
    const readLog: ReadLog = (taskId, afterSeq) => this.#readPage(taskId, afterSeq, signal);
    const sharedSeq = await findSharedSeq(readLog, feed.taskId, reader);
    if (signal.aborted) return { tag: 'aborted' };
    if (sharedSeq === undefined) return { tag: 'gone' };
    if (sharedSeq < reader.seq) return { tag: 'rewound', to: { seq: sharedSeq, incarnation } };
    reader.incarnation = incarnation;
    return undefined;
  }

  /** Tries for as long as the store cannot be read: a reader outlasts an outage. */
  async #readPage(taskId: TaskId, afterSeq: number, signal: AbortSignal): Promise<LogPage> {
    for (;;) {
      try {
        return await this.#readLog(taskId, afterSeq);
      } catch (error) {
        this.#onError(error);
        await sleep(RETRY_MS);
        if (signal.aborted) return { tag: 'page', entries: [] };
      }
    }
  }

  async #subscribe(channels: string[]): Promise<void> {
    if (channels.length === 0) return;
    try {
      await this.#subscriber.ssubscribe(...channels);
    } catch (error) {
      // The watchdog reads for these readers until the next `ready` subscribes again.
      this.#onError(error);
    }
  }

  /** Messages sent while the connection was away are lost: subscribe again, then let everybody read. */
  async #resubscribe(): Promise<void> {
    await this.#subscribe([...this.#feeds.keys()]);
    for (const feed of this.#feeds.values()) wakeBehind(feed);
  }

  async #lookAtQuietFeeds(): Promise<void> {
    // A subscription waits for nothing, so it never notices that its connection is dead: it has to ask.
    this.#subscriber.ping().catch(this.#onError);
    const quietSince = performance.now() - WATCHDOG_MS;
    const quiet = [...this.#feeds.values()].filter((feed) => feed.heardAtMs < quietSince);
    await Promise.all(
      quiet.map(async (feed) => {
        try {
          wakeBehind(feed, await this.#readHead(feed.taskId));
        } catch (error) {
          this.#onError(error);
        }
      }),
    );
  }
}

/** Waits, live, until something wakes the reader. Returns at once when news came during its last read. */
async function stayLive(feed: LiveFeed, reader: FeedReader, signal: AbortSignal): Promise<void> {
  if (reader.seq < feed.announcedSeq || reader.incarnation < feed.incarnation) return;
  if (reader.mustRead || signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const wake = (until?: Promise<void>): void => {
    reader.wake = undefined;
    resolve(until);
  };
  const onAbort = (): void => wake();
  reader.wake = wake;
  signal.addEventListener('abort', onAbort);
  await promise.finally(() => signal.removeEventListener('abort', onAbort));
}
