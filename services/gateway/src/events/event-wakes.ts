import type { Redis } from '@continuo/shared/redis/connection';
import { eventsKey } from '@continuo/shared/redis/keys';

/** Tells readers of the event streams when there may be something new. */
export interface EventWakes {
  /** How often each partition was heard of: what is read after that has everything up to there. */
  heard: readonly number[];
  /** Resolves when messages come in: only what is read after that has no hole before them. */
  listen: () => Promise<void>;
  /** Waits until some partition was heard of more often than `seen`, or the signal aborts. */
  untilNews: (seen: readonly number[], signal: AbortSignal) => Promise<void>;
  close: () => void;
}

/** A lost message leaves no gap to be seen, and what a store refused is asked for again: everybody looks this often. */
const WATCHDOG_MS = 2_000;

/** @param subscriber a connection of the subscriber role, for this alone */
export function makeEventWakes(
  subscriber: Redis,
  partitions: number,
  onError: (error: unknown) => void,
): EventWakes {
  const channels = Array.from({ length: partitions }, (_, partition) => eventsKey(partition));
  const heard = channels.map(() => 0);
  const waiting = new Set<() => void>();
  let subscribed: Promise<void> | undefined;

  function wake(those: readonly string[]): void {
    for (const channel of those) {
      const partition = channels.indexOf(channel);
      heard[partition] = (heard[partition] ?? 0) + 1;
    }
    for (const onNews of waiting) onNews();
  }

  async function subscribe(): Promise<void> {
    try {
      // One by one: they are in different slots.
      await Promise.all(channels.map((channel) => subscriber.ssubscribe(channel)));
    } catch (error) {
      // The watchdog has everybody read until the next `ready` subscribes again.
      onError(error);
    }
  }

  async function resubscribe(): Promise<void> {
    if (!subscribed) return;
    await (subscribed = subscribe());
    wake(channels);
  }

  subscriber.on('smessage', (channel: string) => wake([channel]));
  subscriber.on('ready', () => void resubscribe());
  const watchdog = setInterval(() => {
    if (waiting.size === 0) return;
    // A subscription waits for nothing, so it never notices that its connection is dead: it has to ask.
    subscriber.ping().catch(onError);
    wake(channels);
  }, WATCHDOG_MS);

  async function untilNews(seen: readonly number[], signal: AbortSignal): Promise<void> {
    if (signal.aborted || seen.some((count, partition) => count !== heard[partition])) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const onNews = (): void => resolve();
    waiting.add(onNews);
    signal.addEventListener('abort', onNews);
    await promise;
    waiting.delete(onNews);
    signal.removeEventListener('abort', onNews);
  }

  return {
    heard,
    listen: () => (subscribed ??= subscribe()),
    untilNews,
    close: () => {
      clearInterval(watchdog);
      subscriber.disconnect();
    },
  };
}
