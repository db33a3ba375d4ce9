import type { Services } from '../../services.ts';
import type { ConversationStore } from './create-conversation-store.ts';
import type { ListTalk, ListWord } from './list-word.ts';
import type { ListReader } from './make-list-reader.ts';

export interface FollowTabsOptions {
  talk: ListTalk;
  store: Pick<ConversationStore, 'change' | 'hide' | 'unhide'>;
  reader: Pick<ListReader, 'outdate' | 'readFirst'>;
  outbox: Services['outbox'];
}

/**
 * For so long another tab is believed that says it will delete something. It says more within seconds, or within a
 * minute when it is hidden and its timers are slow; a tab that crashed says nothing any more, and has deleted nothing.
 */
const BELIEVED_MS = 90_000;

/** Does here what was done in other tabs. Nothing of it is said again. @returns ends it */
export function followTabs({ talk, store, reader, outbox }: FollowTabsOptions): () => void {
  const doubts = new Map<string, ReturnType<typeof setTimeout>>();
  const settle = (id: string): void => {
    clearTimeout(doubts.get(id));
    doubts.delete(id);
  };
  const restore = (id: string): void => {
    settle(id);
    store.unhide(id);
    outbox.putBack(id);
  };
  const take = (word: ListWord): void => {
    switch (word.kind) {
      case 'edited':
        reader.outdate();
        store.change(word.id, word.edit);
        return;
      case 'settled':
        reader.outdate();
        reader.readFirst();
        return;
      case 'hidden':
        settle(word.id);
        store.hide(word.id);
        doubts.set(
          word.id,
          setTimeout(() => restore(word.id), BELIEVED_MS),
        );
        return;
      case 'restored':
        restore(word.id);
        return;
      case 'removed':
        settle(word.id);
        store.hide(word.id);
        outbox.setAside(word.id);
    }
  };
  talk.listen(take);
  return () => {
    for (const doubt of doubts.values()) clearTimeout(doubt);
  };
}
