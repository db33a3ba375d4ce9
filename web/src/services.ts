import { createContext, useContext } from 'solid-js';
import type { Client } from './continuo-client/make-client.ts';
import type { Events } from './continuo-client/streams/make-event-desk.ts';
import type { ConversationList } from './conversation-list/listed/create-conversation-list.ts';
import type { Outbox } from './conversation/outbox/create-outbox.ts';
import type { LastSeen } from './conversation/kept/last-seen.ts';
import type { SeenStore } from './conversation/kept/seen-store.ts';
import type { ModelOffer } from './models/create-model-offer.ts';
import type { Shortcuts } from './palette/create-shortcuts.ts';
import type { Announcer } from './shell/notices/announcer.ts';
import type { Connection } from './shell/connection/create-connection.ts';
import type { Toasts } from './shell/notices/create-toasts.ts';

/** What every part of the page may use. Made once, in app.tsx. */
export interface Services {
  client: Client;
  /** What becomes of all tasks: one connection, however many subscribe. */
  events: Events;
  connection: Connection;
  /** Ends the wait of whatever waits for the connection. */
  retryNow: () => void;
  /** Of this tab: there at once. */
  lastSeen: LastSeen;
  /** Of this browser: there soon. */
  seen: SeenStore;
  outbox: Outbox;
  announcer: Announcer;
  toasts: Toasts;
  conversations: ConversationList;
  offer: ModelOffer;
  /** Screens say by `useShortcuts` what the keys of palette/key-map.ts do there. */
  shortcuts: Shortcuts;
}

export const ServicesContext = createContext<Services>();

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (!services) throw new Error('A component was rendered outside the app.');
  return services;
}
