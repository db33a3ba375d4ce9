import { wantsFigure, type EventFilter } from './event-filter.ts';
import type { OpenEvents } from './stream-events.ts';

/** How something stands now, as an event. */
export interface Figure {
  /** What it is about, such as a batch; undefined: the system. */
  batchId?: string;
  /** JSON, the event's data. */
  data: string;
}

/** Where the figures of one type are read. */
export interface FigureSource {
  type: 'stats' | 'batch_progress';
  read: (owner: string) => Promise<Figure[]>;
}

/** Tells readers how things stand, beside what has happened. */
export interface Figures {
  /** At once, and then whenever something has changed, until the stream is over. */
  tell: (events: OpenEvents, filter: EventFilter, signal: AbortSignal) => void;
  close: () => void;
}

interface Listener {
  events: OpenEvents;
  filter: EventFilter;
  /** The data it was sent last, of each figure that there was at the last look. */
  sent: ReadonlySet<string>;
}

const LOOK_MS = 2_000;

/**
 * Looks on a slow timer, only while somebody listens, once for all readers. Each look also tells every reader where it
 * stands in the log of events: the cursor of one whom few events concern would else grow old.
 */
export function makeFigures(sources: readonly FigureSource[], onError: (error: unknown) => void): Figures {
  const listeners = new Set<Listener>();
  let timer: NodeJS.Timeout | undefined;
  let isLooking = false;

  async function look(): Promise<void> {
    if (isLooking) return;
    isLooking = true;
    const byOwner = Map.groupBy(listeners, ({ filter }) => filter.owner);
    await Promise.all([...byOwner].map(([owner, those]) => lookFor(owner, those)));
    isLooking = false;
  }

  async function lookFor(owner: string, those: readonly Listener[]): Promise<void> {
    const wanted = sources.filter(({ type }) => those.some(({ filter }) => wantsFigure(filter, type)));
    const figures = await Promise.all(wanted.map((source) => readOne(source, owner)));
    for (const listener of those) send(listener, figures.flat());
  }

  async function readOne({ type, read }: FigureSource, owner: string) {
    try {
      return (await read(owner)).map((figure) => ({ ...figure, type }));
    } catch (error) {
      onError(error);
      return [];
    }
  }

  return {
    tell: (events, filter, signal) => {
      if (signal.aborted) return;
      const listener: Listener = { events, filter, sent: new Set() };
      listeners.add(listener);
      timer ??= setInterval(() => void look(), LOOK_MS);
      void lookFor(filter.owner, [listener]);
      signal.addEventListener('abort', () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      });
    },
    close: () => clearInterval(timer),
  };
}

function send(listener: Listener, figures: readonly (Figure & Pick<FigureSource, 'type'>)[]): void {
  const wanted = figures.filter(({ type, batchId }) => wantsFigure(listener.filter, type, batchId));
  for (const { type, data } of wanted) {
    if (!listener.sent.has(data)) listener.events.sendFigure(type, data);
  }
  listener.sent = new Set(wanted.map(({ data }) => data));
  listener.events.sendCursor();
}
