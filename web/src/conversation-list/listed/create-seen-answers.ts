import { createSignal, onCleanup, untrack } from 'solid-js';
import { lastingStorage } from '../../open-storage.ts';
import type { ListedConversation } from './listed-conversation.ts';
import { isSeen, noteSeen, parseSeen, type SeenRecord } from './seen-record.ts';

/** Which answers were looked at, for all tabs of this browser. */
export interface SeenAnswers {
  isSeen: (conversation: ListedConversation) => boolean;
  /** Whether this browser has shown it. */
  hasShown: (conversationId: string) => boolean;
  /** It is on the screen now, as far as it goes. */
  note: (conversation: ListedConversation) => void;
  /** Of a browser that comes for the first time nothing is unread. */
  begin: (conversations: readonly ListedConversation[]) => void;
}

const STORAGE_KEY = 'continuo:seen';

export function createSeenAnswers(): SeenAnswers {
  const [record, setRecord] = createSignal(parseSeen(lastingStorage.get(STORAGE_KEY)));
  const keep = (next: SeenRecord): void => {
    setRecord(next);
    lastingStorage.set(STORAGE_KEY, JSON.stringify(next));
  };
  const onStorage = ({ key, newValue }: StorageEvent): void => {
    if (key === STORAGE_KEY) setRecord(parseSeen(newValue ?? undefined));
  };
  window.addEventListener('storage', onStorage);
  onCleanup(() => window.removeEventListener('storage', onStorage));

  return {
    isSeen: ({ id, lastTurn }) => {
      const known = record();
      return !known || isSeen(known, id, lastTurn?.finishedAt ?? 0);
    },
    hasShown: (conversationId) => record()?.seen.some(([id]) => id === conversationId) ?? false,
    note: ({ id, lastTurn }) => {
      const before = untrack(record) ?? { floor: 0, seen: [] };
      const finishedAt = lastTurn?.finishedAt ?? 0;
      if (before.seen.at(-1)?.[0] === id && isSeen(before, id, finishedAt)) return;
      keep(noteSeen(before, id, finishedAt));
    },
    begin: (conversations) => {
      if (untrack(record)) return;
      keep({
        floor: Math.max(0, ...conversations.map(({ lastTurn }) => lastTurn?.finishedAt ?? 0)),
        seen: [],
      });
    },
  };
}
