import type { Contact } from '../surroundings/contact.ts';
import { makeEventsReader, type EventsReader } from '../streams/make-events-reader.ts';
import { makeHub } from './make-hub.ts';
import type { Surroundings } from '../surroundings/surroundings.ts';
import type { StreamNews, TabWishes } from './tab-messages.ts';

/** All connections that are held for one tab or many: one for the events of all tasks, and a few for single tasks. */
export interface Streams {
  setWishes: (tab: string, wishes: TabWishes) => void;
  dropTab: (tab: string) => void;
  openCount: () => number;
  close: () => void;
}

export interface StreamsOptions {
  /** Where the events go on. */
  cursor: string | undefined;
  tell: (news: StreamNews) => void;
}

export function openStreams({ cursor, tell }: StreamsOptions, surroundings: Surroundings): Streams {
  const hub = makeHub((news) => tell({ kind: 'task', ...news }), surroundings);
  let events: EventsReader | undefined;
  let told: Contact['kind'] | undefined;

  const openEvents = (): EventsReader =>
    makeEventsReader(
      {
        cursor,
        onNews: (news) => tell({ kind: 'events', ...news }),
        onContact: (contact) => {
          if (contact.kind === 'live' && told === 'live') return;
          told = contact.kind;
          tell({ kind: 'contact', contact });
        },
      },
      surroundings,
    );
  return {
    setWishes: (tab, wishes) => {
      // Once opened it stays: lists come and go with the pages.
      if (wishes.hearsEvents) events ??= openEvents();
      hub.setWishes(tab, wishes);
    },
    dropTab: hub.dropTab,
    openCount: () => hub.openCount() + (events ? 1 : 0),
    close: () => {
      events?.stop();
      hub.close();
    },
  };
}
