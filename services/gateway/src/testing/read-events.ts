/** An event of a stream, read as a client would. */
export interface ReadEvent {
  id: string;
  event: string;
  data: Record<string, unknown>;
}

/** A connection to a stream of events. */
export interface EventReading {
  status: number;
  /** The cursor to come back with. */
  cursor: string;
  events: ReadEvent[];
}

export interface ReadEventsOptions {
  cursor?: string;
  /** Asked before each event: true cuts the connection. */
  isEnough: (events: readonly ReadEvent[], cursor: string) => boolean;
  /** Called when the reply has begun: from then on nothing is missed. */
  onOpen?: () => void;
}

/** Reads until it is enough, or the connection ends. Whole events count, and cursors that came alone. */
export async function readEvents(url: string, options: ReadEventsOptions): Promise<EventReading> {
  const { cursor = '', isEnough, onOpen } = options;
  const abort = new AbortController();
  const headers: Record<string, string> = cursor === '' ? {} : { 'Last-Event-ID': cursor };
  const response = await fetch(url, { headers, signal: abort.signal });
  const reading: EventReading = { status: response.status, cursor, events: [] };
  onOpen?.();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for await (const bytes of response.body ?? []) {
      const blocks = (rest + decoder.decode(bytes, { stream: true })).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        if (isEnough(reading.events, reading.cursor)) break;
        takeBlock(reading, block);
      }
      if (isEnough(reading.events, reading.cursor)) break;
    }
  } catch (error) {
    // The connection broke: what came is what counts.
    if (!(error instanceof TypeError)) throw error;
  }
  abort.abort();
  return reading;
}

function takeBlock(reading: EventReading, block: string): void {
  const fields = new Map(
    block.split('\n').map((line): [string, string] => {
      const colon = line.indexOf(': ');
      return [line.slice(0, colon), line.slice(colon + 2)];
    }),
  );
  reading.cursor = fields.get('id') ?? reading.cursor;
  const event = fields.get('event');
  const data = fields.get('data');
  if (event === undefined || data === undefined) return;
  reading.events.push({
    id: reading.cursor,
    event,
    data: JSON.parse(data) as Record<string, unknown>,
  });
}
