import type { Entry } from '@continuo/shared/protocol/entry';
import type { Contact } from './contact.ts';
import { makeLogFollower, type LogListener } from './make-log-follower.ts';
import { readConnection } from './read-connection.ts';
import { makeRetryPause } from './make-retry-pause.ts';
import type { Surroundings } from './surroundings.ts';
import type { ReadPosition } from './take-events.ts';

/**
 * Reads one task to its terminal entry, over as many connections as that takes. It is connected, waiting for the
 * next try, asleep or ended.
 */
export interface TaskReader {
  /** Lets go of the connection until `resume`: a page in the browser's back/forward cache must hold none. */
  sleep: () => void;
  resume: () => void;
  stop: () => void;
}

export interface TaskReaderOptions extends LogListener {
  taskId: string;
  /** What has been read already. */
  from: ReadPosition;
  onContact?: (contact: Contact) => void;
  /** It is over: after the terminal entry, or because there is nothing (any more) to read. Not after `stop`. */
  onEnd: (end: ReaderEnd) => void;
}

export type ReaderEnd = 'finished' | 'gone' | 'refused';

/** Hidden for longer than this, the page takes no connection's word for being open. */
const TRUSTED_HIDDEN_MS = 5_000;

export function makeTaskReader(options: TaskReaderOptions, surroundings: Surroundings): TaskReader {
  const { onContact = () => undefined } = options;
  const { counters, now, heartbeatMs } = surroundings;
  const life = new AbortController();
  let connection = new AbortController();
  let sleeping: PromiseWithResolvers<void> | undefined;
  let lastSignAt = 0;

  const pause = makeRetryPause(surroundings, onContact);
  const onEntries = (entries: readonly Entry[]): void => {
    pause.reset();
    options.onEntries(entries);
  };
  const follower = makeLogFollower(options.from, { ...options, onEntries }, counters);
  const listener = {
    onBytes: () => {
      lastSignAt = now();
      onContact({ kind: 'live' });
    },
    onEvents: follower.take,
  };

  /** @returns how the reading ended, or undefined when it goes on with another connection */
  const readOnce = async (): Promise<ReaderEnd | undefined> => {
    connection = new AbortController();
    const { signal } = connection;
    const openedAt = now();
    lastSignAt = openedAt;
    onContact({ kind: 'connecting' });
    const end = await readConnection(options.taskId, follower.cursor(), surroundings, signal, listener);
    if (follower.hasTerminal()) return 'finished';
    if (end.kind === 'bad_cursor') return follower.startAnew() ? undefined : 'refused';
    if (end.kind !== 'dropped') return end.kind;
    // A connection that lasted was none of a row of failures, even when the task had nothing to say.
    if (now() - openedAt > heartbeatMs) pause.reset();
    if (!sleeping && !life.signal.aborted) await pause.afterFailure(signal, end.retryAfterMs);
    await sleeping?.promise;
    return undefined;
  };

  const run = async (): Promise<void> => {
    let end = await readOnce();
    while (!end && !life.signal.aborted) {
      counters.reconnects += 1;
      end = await readOnce();
    }
    if (end && !life.signal.aborted) options.onEnd(end);
  };

  const unsubscribe = surroundings.wakeUps.subscribe(({ hiddenMs }) => {
    const isDoubtful = hiddenMs >= TRUSTED_HIDDEN_MS || now() - lastSignAt > heartbeatMs;
    if (!isDoubtful || sleeping) return;
    pause.reset();
    connection.abort();
  });
  void run().finally(unsubscribe);

  return {
    sleep: () => {
      sleeping ??= Promise.withResolvers<void>();
      connection.abort();
    },
    resume: () => {
      sleeping?.resolve();
      sleeping = undefined;
    },
    stop: () => {
      life.abort();
      connection.abort();
      sleeping?.resolve();
    },
  };
}
