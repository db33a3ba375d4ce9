import type { KeptTexts } from '../../open-storage.ts';

/**
 * What the page showed last, kept over a reload so that it is painted before anything was fetched. It may be lost
 * at any time: then it is read again from the service.
 */
export interface LastSeen {
  /** The record as it was saved; undefined when it is not there (any more). */
  load: (key: string) => unknown;
  save: (key: string, value: unknown) => void;
  remove: (key: string) => void;
}

/** What browsers give one origin at least is 5 million; the rest is left to others. */
const CHARS_MAX = 3_000_000;
/** The number changes whenever the shape of a record does. */
const PREFIX = 'continuo:2:';
const INDEX_KEY = `${PREFIX}index`;

/** Name and size of each record, the one saved last at the end. */
type Index = [key: string, chars: number][];

/** Keeps records up to CHARS_MAX in all; the ones that were not saved for longest make room. */
export function makeLastSeen(storage: KeptTexts): LastSeen {
  const read = (name: string): unknown => {
    const text = storage.get(name);
    if (text === undefined) return undefined;
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  };
  const index = (read(INDEX_KEY) as Index | undefined) ?? [];
  const drop = (key: string): void => {
    const at = index.findIndex(([name]) => name === key);
    if (at >= 0) index.splice(at, 1);
    storage.remove(PREFIX + key);
  };
  const makeRoom = (chars: number): void => {
    let total = index.reduce((sum, [, each]) => sum + each, chars);
    for (const [key, each] of index.slice()) {
      if (total <= CHARS_MAX) return;
      drop(key);
      total -= each;
    }
  };
  return {
    load: (key) => read(PREFIX + key),
    save: (key, value) => {
      const text = JSON.stringify(value);
      drop(key);
      makeRoom(text.length);
      if (text.length <= CHARS_MAX && storage.set(PREFIX + key, text)) index.push([key, text.length]);
      storage.set(INDEX_KEY, JSON.stringify(index));
    },
    remove: (key) => {
      drop(key);
      storage.set(INDEX_KEY, JSON.stringify(index));
    },
  };
}
