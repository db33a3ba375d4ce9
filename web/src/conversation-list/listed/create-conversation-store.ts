import { createMemo, createSignal, type Accessor } from 'solid-js';
import { followEvent, type TurnEvent } from './follow-event.ts';
import { compareListed, type ListedConversation } from './listed-conversation.ts';
import {
  mergeFirstPage,
  mergeNextPage,
  type ConversationPage,
  type KnownConversations,
} from './merge-page.ts';

/** The conversations that this page knows of. */
export interface ConversationStore {
  /** In the service's order; undefined before the first page. */
  shown: Accessor<readonly ListedConversation[] | undefined>;
  /** Undefined before the first page; null: all are known. */
  nextBefore: Accessor<string | null | undefined>;
  find: (id: string) => ListedConversation | undefined;
  takeFirstPage: (page: ConversationPage) => void;
  takeNextPage: (page: ConversationPage) => void;
  /** @returns whether its conversation is known */
  takeEvent: (event: TurnEvent) => boolean;
  change: (id: string, change: Partial<ListedConversation>) => void;
  /** What is being deleted is not shown, whatever pages and events say of it. */
  hide: (id: string) => void;
  unhide: (id: string) => void;
  isHidden: (id: string) => boolean;
}

export function createConversationStore(): ConversationStore {
  const [known, setKnown] = createSignal<KnownConversations>({ rows: [], nextBefore: undefined });
  const [hidden, setHidden] = createSignal<ReadonlySet<string>>(new Set());
  const byId = createMemo(() => new Map(known().rows.map((row) => [row.id, row])));
  const shown = createMemo(() => {
    const { rows, nextBefore } = known();
    return nextBefore === undefined
      ? undefined
      : rows.filter(({ id }) => !hidden().has(id)).toSorted(compareListed);
  });
  const replace = (row: ListedConversation): void =>
    void setKnown(({ rows, nextBefore }) => ({
      rows: rows.map((other) => (other.id === row.id ? row : other)),
      nextBefore,
    }));

  return {
    shown,
    nextBefore: () => known().nextBefore,
    find: (id) => byId().get(id),
    takeFirstPage: (page) => void setKnown((before) => mergeFirstPage(before, page)),
    takeNextPage: (page) => void setKnown((before) => mergeNextPage(before, page)),
    takeEvent: (event) => {
      const row = byId().get(event.conversation_id);
      if (row) replace(followEvent(row, event));
      return row !== undefined;
    },
    change: (id, change) => {
      const row = byId().get(id);
      if (row) replace({ ...row, ...change });
    },
    hide: (id) => void setHidden((ids) => new Set([...ids, id])),
    isHidden: (id) => hidden().has(id),
    unhide: (id) => void setHidden((ids) => new Set([...ids].filter((other) => other !== id))),
  };
}
