import { Router } from '@solidjs/router';
import { onCleanup } from 'solid-js';
import { makeClient } from './continuo-client/make-client.ts';
import { watchBrowser } from './continuo-client/surroundings/watch-browser.ts';
import { createConversationList } from './conversation-list/listed/create-conversation-list.ts';
import { createOutbox } from './conversation/outbox/create-outbox.ts';
import { makeLastSeen } from './conversation/kept/last-seen.ts';
import { makeOutboxStore } from './conversation/outbox/outbox-store.ts';
import { makeSeenStore } from './conversation/kept/seen-store.ts';
import { openDatabase } from './open-database.ts';
import { tabStorage } from './open-storage.ts';
import { createModelOffer } from './models/create-model-offer.ts';
import { createShortcuts } from './palette/create-shortcuts.ts';
import { Routes } from './routes.tsx';
import { ServicesContext, type Services } from './services.ts';
import { createAnnouncer } from './shell/notices/announcer.ts';
import { AppShell } from './shell/app-shell.tsx';
import { createConnection } from './shell/connection/create-connection.ts';
import { createToasts } from './shell/notices/create-toasts.ts';

export function App() {
  const services = createServices();
  return (
    <ServicesContext.Provider value={services}>
      <Router root={AppShell}>
        <Routes />
      </Router>
    </ServicesContext.Provider>
  );
}

function createServices(): Services {
  const browser = watchBrowser(window);
  const client = makeClient(browser.surroundings);
  onCleanup(browser.stop);
  onCleanup(client.close);
  // For people who want to see how their connection fares, and for tests.
  Object.defineProperty(window, '__continuo', { get: client.describe, configurable: true });
  const retryNow = (): void => browser.wakeUps.wake({ hiddenMs: 0 });
  const connection = createConnection(retryNow);
  client.watchContact(connection.open().report);
  const database = openDatabase();
  const seen = makeSeenStore(database);
  const toasts = createToasts();
  const outbox = createOutbox({ client, connection }, makeOutboxStore(database));
  return {
    client,
    events: client.events,
    connection,
    retryNow,
    lastSeen: makeLastSeen(tabStorage),
    seen,
    outbox,
    announcer: createAnnouncer(),
    toasts,
    conversations: createConversationList({
      client,
      connection,
      events: client.events,
      seen,
      outbox,
      toasts,
    }),
    offer: createModelOffer({ client, connection }),
    shortcuts: createShortcuts(),
  };
}
