import type { Contact } from '../surroundings/contact.ts';
import { makeRetryPause } from '../retry/make-retry-pause.ts';
import { readConnection, type ConnectionEnd } from './read-connection.ts';
import type { StreamPiece } from './read-stream.ts';
import type { Surroundings } from '../surroundings/surroundings.ts';

/**
 * Reads a stream over as many connections as that takes, without an end to the tries. It is connected, waiting for
 * the next try, or over.
 */
export interface StreamLoop {
  /** What came was of use: the next failure is the first of a row. */
  noteProgress: () => void;
  stop: () => void;
}

export interface StreamLoopOptions<Over> {
  path: string;
  /** Asked before each connection. */
  lastEventId: () => string | undefined;
  /** @returns whether the connection is still of use */
  onPiece: (piece: StreamPiece) => boolean;
  onContact: (contact: Contact) => void;
  /** @returns how the reading is over; undefined: it goes on with another connection */
  judgeEnd: (end: ConnectionEnd) => Over | undefined;
  /** Not after `stop`. */
  onOver: (over: Over) => void;
}

/** Hidden for longer than this, the page takes no connection's word for being open. */
const TRUSTED_HIDDEN_MS = 5_000;

export function makeStreamLoop<Over>(
  options: StreamLoopOptions<Over>,
  surroundings: Surroundings,
): StreamLoop {
  const { path, onPiece, onContact } = options;
  const { counters, now, heartbeatMs } = surroundings;
  const life = new AbortController();
  let connection = new AbortController();
  let lastSignAt = 0;

  const pause = makeRetryPause(surroundings, onContact);
  const onBytes = (): void => {
    lastSignAt = now();
    onContact({ kind: 'live' });
  };

  const readOnce = async (): Promise<Over | undefined> => {
    connection = new AbortController();
    const { signal } = connection;
    const openedAt = now();
    lastSignAt = openedAt;
    onContact({ kind: 'connecting' });
    const listener = { onBytes, onPiece };
    const end = await readConnection(path, options.lastEventId(), surroundings, signal, listener);
    const over = options.judgeEnd(end);
    if (over !== undefined) return over;
    // A connection that lasted was none of a row of failures, even when there was nothing to say.
    if (now() - openedAt > heartbeatMs) pause.reset();
    if (!life.signal.aborted) await pause.afterFailure(signal, retryAfterOf(end));
    return undefined;
  };

  const run = async (): Promise<void> => {
    let over = await readOnce();
    while (over === undefined && !life.signal.aborted) {
      counters.reconnects += 1;
      over = await readOnce();
    }
    if (over !== undefined && !life.signal.aborted) options.onOver(over);
  };

  const unsubscribe = surroundings.wakeUps.subscribe(({ hiddenMs }) => {
    const isDoubtful = hiddenMs >= TRUSTED_HIDDEN_MS || now() - lastSignAt > heartbeatMs;
    if (!isDoubtful) return;
    pause.reset();
    connection.abort();
  });
  void run().finally(unsubscribe);

  return {
    noteProgress: pause.reset,
    stop: () => {
      life.abort();
      connection.abort();
    },
  };
}

function retryAfterOf(end: ConnectionEnd): number | undefined {
  return end.kind === 'dropped' ? end.retryAfterMs : undefined;
}
