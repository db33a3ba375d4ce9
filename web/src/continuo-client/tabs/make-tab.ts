import type { Contact } from '../surroundings/contact.ts';
import type { Counters } from '../surroundings/counters.ts';
import { makeDesk, type Desk } from './make-desk.ts';
import { makeEventDesk, type Events } from '../streams/make-event-desk.ts';
import type { StreamNews, TabWishes } from './tab-messages.ts';

/** What one tab wants and knows, whoever holds the streams. */
export interface Tab {
  /** Different for each tab. */
  name: string;
  read: Desk['read'];
  events: Events;
  /** Tells how the stream of events fares, from now on. */
  watchContact: (listener: (contact: Contact) => void) => () => void;
  wishes: () => Omit<TabWishes, 'isVisible'>;
  receive: (news: StreamNews) => void;
  /** Where it stands with the events; undefined: nowhere yet. */
  cursor: () => string | undefined;
  contact: () => Contact;
  /** Takes note of where who holds the streams stands: anywhere but here means that events passed this tab by. */
  compare: (cursor: string | undefined, contact: Contact) => void;
}

/** @param onChange it wants something else now */
export function makeTab(name: string, counters: Counters, onChange: () => void): Tab {
  const desk = makeDesk(name, counters, onChange);
  const eventDesk = makeEventDesk();
  const contactListeners = new Set<(contact: Contact) => void>();
  let hearsEvents = false;
  let cursor: string | undefined;
  let contact: Contact = { kind: 'connecting' };

  const hearEvents = (): void => {
    if (hearsEvents) return;
    hearsEvents = true;
    onChange();
  };
  const takeContact = (next: Contact): void => {
    contact = next;
    for (const listener of contactListeners) listener(next);
  };
  return {
    name,
    read: desk.read,
    events: {
      subscribe: (subscription) => {
        hearEvents();
        return eventDesk.subscribe(subscription);
      },
    },
    watchContact: (listener) => {
      contactListeners.add(listener);
      hearEvents();
      return () => contactListeners.delete(listener);
    },
    wishes: () => ({ hearsEvents, wants: desk.wants() }),
    receive: (news) => {
      switch (news.kind) {
        case 'task':
          desk.receive(news);
          return;
        case 'events':
          cursor = news.cursor;
          eventDesk.receive(news);
          return;
        case 'contact':
          takeContact(news.contact);
      }
    },
    cursor: () => cursor,
    contact: () => contact,
    compare: (leaderCursor, leaderContact) => {
      takeContact(leaderContact);
      if (leaderCursor === undefined || leaderCursor === cursor) return;
      cursor = leaderCursor;
      eventDesk.receive({ events: [], isReset: true });
    },
  };
}
