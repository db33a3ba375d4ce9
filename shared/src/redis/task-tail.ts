import { setTimeout as sleep } from 'node:timers/promises';
import type { TaskId } from '../protocol/task-id.ts';
import type { Redis } from './connection.ts';
import { fromLiveMessage } from './entry-codec.ts';
import { liveChannel } from './keys.ts';
import { announce, deliver, isTerminalType, wakeBehind } from './live-feed.ts';
import type { FeedReader, LiveFeed, TakeEntries } from './live-feed.ts';
import type { LogPage, ReadLog } from './task-stream.ts';

export type { TakeEntries } from './live-feed.ts';

/** How a reader's following ended. `gone`: no store has the log any more. */
export type TailEnd = 'terminal' | 'gone' | 'aborted';

export interface TaskTailOptions {
  /** A connection of the subscriber role, for the tail alone. */
  subscriber: Redis;
  readLog: ReadLog;
  /** Seq of the last entry, for the watchdog. Undefined: not known to Redis. */
  readHead: (taskId: TaskId) => Promise<number | undefined>;
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
   * Gives every entry after `afterSeq`, those stored and those to come, until the terminal one. Rejects when
   * `take` does.
   */
  async follow(taskId: TaskId, afterSeq: number, take: TakeEntries, signal: AbortSignal): Promise<TailEnd> {
    let lastType = '';
    const reader: FeedReader = {
      seq: afterSeq,
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
        if (isTerminalType(lastType)) return 'terminal';
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
      const page = await this.#readPage(feed.taskId, reader.seq, signal);
      if (signal.aborted) return 'aborted';
      if (page.tag === 'gone') return 'gone';
      const last = page.entries.at(-1);
      if (!last) {
        // Announced, yet not in the store that was read after that: lost with the store. Do not wait for it.
        if (feed.announcedSeq === announcedSeq) feed.announcedSeq = Math.min(announcedSeq, reader.seq);
        return 'live';
      }
      await deliver(reader, page.entries);
      if (isTerminalType(last.type)) return 'terminal';
    }
    return 'aborted';
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
  if (reader.seq < feed.announcedSeq || reader.mustRead || signal.aborted) return;
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
