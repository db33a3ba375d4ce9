import type { EventData } from '@continuo/shared/protocol/event-api';
import type { EventSourceMessage } from 'eventsource-parser';
import type { Contact } from '../surroundings/contact.ts';
import { makeStreamLoop, type StreamLoop } from './make-stream-loop.ts';
import type { Surroundings } from '../surroundings/surroundings.ts';

/** Reads the events of all tasks (docs/PROTOCOL.md, "Events of all tasks"), without an end. */
export type EventsReader = Pick<StreamLoop, 'stop'>;

/** What came together. */
export interface EventsNews {
  events: readonly EventData[];
  /** Where the reading stands after them; opaque. */
  cursor: string;
  /** Events before these may be missing: so at the beginning, and after the service said so. */
  isReset: boolean;
}

export interface EventsReaderOptions {
  /** Where another reader stood; undefined: begin with what comes. */
  cursor: string | undefined;
  onNews: (news: EventsNews) => void;
  onContact?: (contact: Contact) => void;
}

export function makeEventsReader(options: EventsReaderOptions, surroundings: Surroundings): EventsReader {
  let { cursor } = options;
  const loop: StreamLoop = makeStreamLoop<never>(
    {
      path: '/api/events',
      lastEventId: () => cursor,
      onPiece: ({ messages, lastId }) => {
        if (lastId === undefined) return true;
        loop.noteProgress();
        const resetAt = messages.findLastIndex(({ event }) => event === 'reset');
        const isReset = cursor === undefined || resetAt >= 0;
        cursor = lastId;
        options.onNews({ events: readEvents(messages.slice(resetAt + 1)), cursor, isReset });
        return true;
      },
      onContact: options.onContact ?? (() => undefined),
      judgeEnd: ({ kind }) => {
        // A cursor that this service does not know is of no use at the next try either.
        if (kind === 'bad_cursor') cursor = undefined;
        return undefined;
      },
      onOver: () => undefined,
    },
    surroundings,
  );
  return loop;
}

/** What arrived broken or is not known here is passed over: a list is read anew often enough. */
function readEvents(messages: readonly EventSourceMessage[]): EventData[] {
  return messages.flatMap(({ data }) => {
    try {
      // Trusted beyond being JSON: it is our own service's, whose types are checked there.
      return [JSON.parse(data) as EventData];
    } catch {
      return [];
    }
  });
}
