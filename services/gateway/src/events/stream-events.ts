import {
  formatEventCursor,
  parseEventCursor,
  type EventPositions,
} from '@continuo/shared/protocol/event-cursor';
import { encodeCursor, encodeEvent } from '@continuo/shared/protocol/sse';
import type { TaskEvent } from '@continuo/shared/redis/task-events';
import { Refusal } from '../http/refusal.ts';
import type { EventStream } from '../streams/event-stream.ts';
import type { EventFeed, EventReader } from './event-feed.ts';
import { wantsEvent, type EventFilter } from './event-filter.ts';

/** Where a stream of events begins. */
export interface EventsStart {
  positions: EventPositions;
  /** The reader has a cursor that cannot be gone on from: it has to read its lists again. */
  isReset: boolean;
}

/** Decides where a reader with this cursor begins; without one it begins with what comes from now on. */
export async function findEventsStart(feed: EventFeed, asked: string | undefined): Promise<EventsStart> {
  const positions = asked === undefined ? undefined : parseEventCursor(asked);
  if (asked !== undefined && !positions) {
    throw new Refusal('invalid_cursor', 'A cursor of this stream is the `id:` of one of its events.');
  }
  const end = await feed.findEnd();
  // Of partitions that came after the cursor was given out, nobody knows what its reader has missed.
  if (positions?.length === end.length) return { positions, isReset: false };
  return { positions: end, isReset: positions !== undefined };
}

/** A reader that is being written to. */
export interface OpenEvents {
  /** Sends what is not of the log of events, under the cursor where the reader stands. */
  sendFigure: (event: string, data: string) => void;
  /** Tells the reader its cursor if it has moved on since it was told. */
  sendCursor: () => void;
  /** Resolves when the stream is over. */
  over: Promise<void>;
}

/** Replays, and follows until the stream is over. Where events may be missing it says `reset` and goes on from now. */
export function streamEvents(
  feed: EventFeed,
  start: EventsStart,
  filter: EventFilter,
  stream: EventStream,
): OpenEvents {
  const reader: EventReader = { positions: [...start.positions], take };
  /** The cursor that the reader was told last. */
  let toldCursor = '';

  function tell(event: string, data: string): string {
    toldCursor = formatEventCursor(reader.positions);
    return encodeEvent(toldCursor, event, data);
  }

  function take(partition: number, events: readonly TaskEvent[]): Promise<void> | void {
    let frames = '';
    for (const event of events) {
      reader.positions[partition] = event.id;
      if (wantsEvent(filter, event)) frames += tell(event.type, eventJson(event));
    }
    if (frames !== '') return stream.write(frames);
  }

  function sendCursor(): void {
    const cursor = formatEventCursor(reader.positions);
    if (cursor === toldCursor) return;
    toldCursor = cursor;
    void stream.write(encodeCursor(cursor));
  }

  async function followToEnd(): Promise<void> {
    if (start.isReset) await stream.write(tell('reset', RESET));
    else sendCursor();
    while ((await feed.follow(reader, stream.signal)) === 'lost') {
      reader.positions = [...(await feed.findEnd())];
      await stream.write(tell('reset', RESET));
    }
  }

  return {
    sendFigure: (event, data) => void stream.write(tell(event, data)),
    sendCursor,
    over: followToEnd(),
  };
}

const RESET = '{"type":"reset"}';

/** Spliced, never re-serialised. */
function eventJson({ type, taskId, at, data }: TaskEvent): string {
  return `{"type":"${type}","task_id":"${taskId}","at":${at},${data.slice(1)}`;
}
