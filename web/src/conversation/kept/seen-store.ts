import type { UseDatabase } from '../../open-database.ts';
import type { SavedAnswer } from '../answers/saved-answer.ts';
import type { SavedConversation } from './saved-conversation.ts';

/** A conversation with its answers as one record, for all tabs and later visits. */
export interface SeenConversation extends SavedConversation {
  id: string;
  /** By task. */
  answers: Readonly<Record<string, SavedAnswer>>;
  /** When it was looked at last, unix ms. */
  usedAt: number;
  /** Of its texts. */
  chars: number;
}

/** What this browser showed last, so that it can be read offline. The ones not looked at for longest make room. */
export interface SeenStore {
  find: (id: string) => Promise<SeenConversation | undefined>;
  put: (seen: SeenConversation) => Promise<void>;
  forget: (id: string) => Promise<void>;
}

/** Some 40 MB, as browsers store characters. */
const CHARS_MAX = 20_000_000;
const CONVERSATIONS_MAX = 500;

export function makeSeenStore(use: UseDatabase): SeenStore {
  return {
    find: (id) => use((database) => database.get('seen', id)),
    put: async (seen) => {
      await use(async (database) => {
        const transaction = database.transaction('seen', 'readwrite');
        const { store, done } = transaction;
        const written = store.put(seen);
        const sizes: SeenSize[] = [];
        // Newest first.
        for (
          let cursor = await store.index('use').openKeyCursor(null, 'prev');
          cursor;
          cursor = await cursor.continue()
        ) {
          sizes.push({ id: cursor.primaryKey, chars: cursor.key[1] });
        }
        await Promise.all(choosePassed(sizes, CHARS_MAX, CONVERSATIONS_MAX).map((id) => store.delete(id)));
        await written;
        await done;
      });
    },
    forget: async (id) => {
      await use((database) => database.delete('seen', id));
    },
  };
}

export interface SeenSize {
  id: string;
  chars: number;
}

/** @param sizes the one looked at last first @returns those that there is no room for */
export function choosePassed(sizes: readonly SeenSize[], charsMax: number, countMax: number): string[] {
  let room = charsMax;
  return sizes.flatMap(({ id, chars }, at) => {
    room -= chars;
    return room < 0 || at >= countMax ? [id] : [];
  });
}
