import { createEffect, onCleanup, untrack } from 'solid-js';
import type { Outbox } from './outbox/create-outbox.ts';
import type { TurnList } from './turns/create-turn-list.ts';

export interface SentMessagesOptions {
  id: string;
  outbox: Outbox;
  list: TurnList;
  onTaken: (taskId: string) => void;
}

/** Shows the messages of a conversation from the moment they are sent, whoever sends them on. */
export function useSentMessages({ id, outbox, list, onTaken }: SentMessagesOptions): void {
  createEffect(() => {
    const entries = outbox.entries().filter(({ message }) => message().conversationId === id);
    untrack(() => list.takeEntries(entries));
  });
  onCleanup(
    outbox.onTaken(({ conversationId }, taskId) => {
      if (conversationId === id) onTaken(taskId);
    }),
  );
}
