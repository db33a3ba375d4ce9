import { formatCursor } from '@continuo/shared/protocol/cursor';
import type { Entry } from '@continuo/shared/protocol/entry';
import type { Contact } from '../surroundings/contact.ts';
import { makeLogFollower, type LogListener } from './make-log-follower.ts';
import { makeStreamLoop, type StreamLoop } from './make-stream-loop.ts';
import type { ConnectionEnd } from './read-connection.ts';
import { readStreamEvent } from './stream-event.ts';
import type { Surroundings } from '../surroundings/surroundings.ts';
import type { ReadPosition } from './take-events.ts';

/** Reads one task to its terminal entry, over as many connections as that takes. */
export type TaskReader = Pick<StreamLoop, 'stop'>;

export interface TaskReaderOptions extends LogListener {
  taskId: string;
  /** What has been read already. */
  from: ReadPosition;
  onContact?: (contact: Contact) => void;
  /** It is over: after the terminal entry, or because there is nothing (any more) to read. Not after `stop`. */
  onEnd: (end: ReaderEnd) => void;
}

export type ReaderEnd = 'finished' | 'gone' | 'refused';

export function makeTaskReader(options: TaskReaderOptions, surroundings: Surroundings): TaskReader {
  const { taskId, from, onContact = () => undefined } = options;
  const onEntries = (entries: readonly Entry[]): void => {
    loop.noteProgress();
    options.onEntries(entries);
  };
  const follower = makeLogFollower(from, { ...options, onEntries }, surroundings.counters);

  const judgeEnd = ({ kind }: ConnectionEnd): ReaderEnd | undefined => {
    if (follower.hasTerminal()) return 'finished';
    if (kind === 'bad_cursor') return follower.startAnew() ? undefined : 'refused';
    return kind === 'dropped' ? undefined : kind;
  };

  const loop: StreamLoop = makeStreamLoop(
    {
      path: `/api/chat/stream/${taskId}`,
      lastEventId: () => {
        const { cursor } = follower.position();
        return cursor.seq > 0 ? formatCursor(cursor) : undefined;
      },
      onPiece: ({ messages }) => follower.take(messages.flatMap((message) => readStreamEvent(message) ?? [])),
      onContact,
      judgeEnd,
      onOver: options.onEnd,
    },
    surroundings,
  );
  return loop;
}
