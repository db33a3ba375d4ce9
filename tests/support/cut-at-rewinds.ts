import type { EventSourceMessage } from 'eventsource-parser';

/** What is left to a reader of what it was sent: at each `rewind` it drops the entries behind that seq. */
export function cutAtRewinds(events: readonly EventSourceMessage[]): EventSourceMessage[] {
  const kept: EventSourceMessage[] = [];
  for (const event of events) {
    if (event.event === 'rewind') {
      const { seq } = JSON.parse(event.data) as { seq: number };
      kept.length = Math.min(kept.length, seq);
    } else {
      kept.push(event);
    }
  }
  return kept;
}
