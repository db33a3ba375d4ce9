import { parseCursor } from '../protocol/cursor.ts';
import type { EntryType, StoredEntry } from '../protocol/entry.ts';

/** A raw stream record as ioredis returns it: id and flat fields. */
export type RawEntry = [id: string, fields: string[]];

/** Raw record to stored entry. Throws on one that no transition wrote: the log would not be ours. */
export function fromStream([id, fields]: RawEntry): StoredEntry {
  // The field order is fixed by `write` in scripts/prelude.lua.
  const [, type, , epoch, , at, , data] = fields;
  return makeEntry(id, type, epoch, at, data);
}

/** A live message to its entries: a line each, columns parted by tabs, as `write` in scripts/prelude.lua. */
export function fromLiveMessage(message: string): StoredEntry[] {
  return message.split('\n').map((line) => {
    const [id, type, epoch, at, data] = line.split('\t');
    return makeEntry(id, type, epoch, at, data);
  });
}

function makeEntry(id?: string, type?: string, epoch?: string, at?: string, data?: string): StoredEntry {
  const cursor = id === undefined ? undefined : parseCursor(id);
  if (!cursor || type === undefined || data === undefined) {
    throw new Error(`not an entry of a task stream: ${id ?? '(no id)'}`);
  }
  return { ...cursor, type: type as EntryType, epoch: Number(epoch), at: Number(at), data };
}
