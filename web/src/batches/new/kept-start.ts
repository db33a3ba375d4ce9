import type { UploadQuery } from '@continuo/shared/protocol/batch-api';
import { openDB, type DBSchema } from 'idb';

/** A batch that somebody wants to start, kept until the service has said that it has it, or that it will not. */
export interface KeptStart {
  /** Sent with each try: however many reach the service, there is one batch. */
  key: string;
  jsonl: Blob;
  settings: UploadQuery;
}

interface Kept extends DBSchema {
  starts: { key: string; value: KeptStart };
}

export interface StartStore {
  /** The oldest; undefined also where the browser keeps nothing. */
  first: () => Promise<KeptStart | undefined>;
  put: (start: KeptStart) => Promise<void>;
  remove: (key: string) => Promise<void>;
}

const NAME = 'continuo-batches';
const VERSION = 1;

/** Where the browser keeps nothing, a start is lost by a reload, and nothing else. */
export function openStartStore(): StartStore {
  const opening = openDB<Kept>(NAME, VERSION, {
    upgrade: (database) => database.createObjectStore('starts', { keyPath: 'key' }),
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  });
  const attempt = async <Result>(
    act: (database: Awaited<typeof opening>) => Promise<Result>,
  ): Promise<Result | undefined> => {
    try {
      return await act(await opening);
    } catch {
      return undefined;
    }
  };
  return {
    first: () => attempt(async (database) => (await database.getAll('starts', null, 1))[0]),
    put: async (start) => {
      await attempt((database) => database.put('starts', start));
    },
    remove: (key) => attempt((database) => database.delete('starts', key)),
  };
}
