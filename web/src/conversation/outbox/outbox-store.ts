import type { UseDatabase } from '../../open-database.ts';
import { moveBehind, type OutboxMessage } from './outbox-message.ts';

/** The messages of all tabs that the service has not taken yet. */
export interface OutboxStore {
  all: () => Promise<OutboxMessage[]>;
  /** Undefined also where the browser keeps nothing. */
  find: (key: string) => Promise<OutboxMessage | undefined>;
  put: (message: OutboxMessage) => Promise<void>;
  /** Removes a message, and in the same transaction puts what stood behind it behind `parent`. */
  remove: (key: string, parent: string | null) => Promise<void>;
  /** Removes all of a conversation. */
  removeOf: (conversationId: string) => Promise<void>;
}

export function makeOutboxStore(use: UseDatabase): OutboxStore {
  return {
    all: async () => (await use((database) => database.getAll('outbox'))) ?? [],
    find: (key) => use((database) => database.get('outbox', key)),
    put: async (message) => {
      await use((database) => database.put('outbox', message));
    },
    remove: async (key, parent) => {
      await use(async (database) => {
        const { store, done } = database.transaction('outbox', 'readwrite');
        await store.delete(key);
        const before = await store.getAll();
        const after = moveBehind(before, key, parent);
        await Promise.all(
          after.filter((message, at) => message !== before[at]).map((each) => store.put(each)),
        );
        await done;
      });
    },
    removeOf: async (conversationId) => {
      await use(async (database) => {
        const { store, done } = database.transaction('outbox', 'readwrite');
        const gone = (await store.getAll()).filter((message) => message.conversationId === conversationId);
        await Promise.all(gone.map(({ key }) => store.delete(key)));
        await done;
      });
    },
  };
}
