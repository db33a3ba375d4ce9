import type { EventDataOf, EventType } from '@continuo/shared/protocol/event-api';
import type { EventsNews } from './make-events-reader.ts';

/** What becomes of all tasks, for any number of lists and dashboards. */
export interface Events {
  /**
   * Tells what comes from now on, each event once and those of a task in order.
   *
   * @returns a function that ends it
   */
  subscribe: <Type extends EventType>(subscription: EventSubscription<Type>) => () => void;
}

export interface EventSubscription<Type extends EventType> {
  /** Only these; default: all. */
  types?: readonly Type[];
  onEvent: (event: EventDataOf<Type>) => void;
  /**
   * Events may be missing between what was read elsewhere and what comes now: read the lists again. Also once at the
   * beginning, for who subscribed before the stream was open.
   */
  onReset: () => void;
}

/** Gives news to subscribers. */
export interface EventDesk extends Events {
  receive: (news: Pick<EventsNews, 'events' | 'isReset'>) => void;
}

interface Subscriber {
  take: (news: Pick<EventsNews, 'events' | 'isReset'>) => void;
}

export function makeEventDesk(): EventDesk {
  const subscribers = new Set<Subscriber>();
  return {
    subscribe: ({ types, onEvent, onReset }) => {
      const wanted = types && new Set<EventType>(types);
      const subscriber: Subscriber = {
        take: ({ events, isReset }) => {
          if (isReset) onReset();
          for (const event of events) {
            // What a set of names let through has one of these names.
            if (!wanted || wanted.has(event.type)) onEvent(event as EventDataOf<never>);
          }
        },
      };
      subscribers.add(subscriber);
      return () => subscribers.delete(subscriber);
    },
    receive: (news) => {
      for (const subscriber of subscribers) {
        try {
          subscriber.take(news);
        } catch (error) {
          // One that fails takes nothing from the others, nor from the stream.
          queueMicrotask(() => {
            throw error;
          });
        }
      }
    },
  };
}
