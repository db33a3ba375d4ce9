import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { OutboxMessage } from './conversation/outbox/outbox-message.ts';
import type { SeenConversation } from './conversation/kept/seen-store.ts';

/** What the browser keeps for all tabs of this origin. */
export interface Kept extends DBSchema {
  outbox: { key: string; value: OutboxMessage };
  /** `use` orders by when it was used last and tells the size, so that values need not be read to make room. */
  seen: { key: string; value: SeenConversation; indexes: { use: [usedAt: number, chars: number] } };
}

export type Database = IDBPDatabase<Kept>;

/**
 * Runs an act on the browser's database. Undefined where there is none, or it failed: everything kept there can be
 * done without, the page only remembers less.
 */
export type UseDatabase = <Result>(
  act: (database: Database) => Promise<Result>,
) => Promise<Result | undefined>;

const NAME = 'continuo';
/** The number goes up whenever the stores, or the shape of what is in them, change. */
const VERSION = 1;

export function openDatabase(): UseDatabase {
  const opening = openDB<Kept>(NAME, VERSION, {
    upgrade: (database) => {
      for (const name of database.objectStoreNames) database.deleteObjectStore(name);
      database.createObjectStore('outbox', { keyPath: 'key' });
      database.createObjectStore('seen', { keyPath: 'id' }).createIndex('use', ['usedAt', 'chars']);
    },
    // A page of a later version waits for this one to let go.
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  });
  return async (act) => {
    try {
      return await act(await opening);
    } catch {
      return undefined;
    }
  };
}
