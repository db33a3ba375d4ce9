import { onCleanup, untrack, type Accessor } from 'solid-js';
import { makeWakeUps } from '../../continuo-client/surroundings/wake-ups.ts';
import type { Services } from '../../services.ts';
import { isConnectionLost } from '../../shell/connection/judge-connection.ts';
import { createEntryList } from './create-entry-list.ts';
import { makeEntrySender } from './make-entry-sender.ts';
import type { OutboxEntry } from './outbox-entry.ts';
import { withoutRefusal, type OutboxMessage } from './outbox-message.ts';
import type { OutboxStore } from './outbox-store.ts';

/**
 * Sends the messages of all conversations, those that an earlier page left behind too. A message is kept from before
 * it is sent until it was taken, so that it makes one task whatever happens to tabs and connections.
 */
export interface Outbox {
  /** The messages that were not taken yet, in the order in which they were sent. */
  entries: Accessor<readonly OutboxEntry[]>;
  /** There is no room for another one. */
  isFull: () => boolean;
  add: (message: OutboxMessage) => void;
  /** @returns a function that ends it */
  onTaken: (listener: TakenListener) => () => void;
  /** Sends a message that was refused once more. */
  sendAgain: (key: string) => void;
  /** Lets go of a message. What stood behind it goes behind what it stood behind. */
  discard: (key: string) => void;
  /** Takes all messages of a conversation off the way, and out of what is kept: it is being deleted. */
  setAside: (conversationId: string) => void;
  /** It was not deleted: its messages are on their way again. */
  putBack: (conversationId: string) => void;
  /** An answer has ended somewhere: perhaps the one that a message stands behind. */
  wake: () => void;
}

export type TakenListener = (message: OutboxMessage, taskId: string) => void;

const ENTRIES_MAX = 50;

export function createOutbox(services: Pick<Services, 'client' | 'connection'>, store: OutboxStore): Outbox {
  const listeners = new Set<TakenListener>();
  const answerEnds = makeWakeUps();
  const list = createEntryList(store, () => isConnectionLost(services.connection.state()));
  const sender = makeEntrySender({
    services,
    store,
    list,
    answerEnds,
    onTaken: ({ message }, taskId) => {
      for (const listener of listeners) listener(message(), taskId);
    },
  });

  /** Of conversations that are being deleted. */
  let aside: readonly OutboxMessage[] = [];
  const setAside = (conversationId: string): void => {
    const gone = list.entries().filter(({ message }) => message().conversationId === conversationId);
    aside = [...aside, ...gone.map(({ message }) => message())].slice(-ENTRIES_MAX);
    for (const entry of gone) list.leave(entry, entry.message().parent);
    void store.removeOf(conversationId);
  };
  const putBack = async (conversationId: string): Promise<void> => {
    const back = aside.filter((message) => message.conversationId === conversationId);
    aside = aside.filter((message) => !back.includes(message));
    for (const message of back) {
      await store.put(message);
      if (!list.find(message.key)) sender.sendLeftOver(list.open(message));
    }
  };

  const sendLeftOvers = async (): Promise<void> => {
    const leftOver = (await store.all()).filter(({ key }) => !list.find(key));
    for (const message of leftOver.toSorted((a, b) => a.createdAt - b.createdAt)) {
      sender.sendLeftOver(list.open(message));
    }
  };
  void sendLeftOvers();
  onCleanup(() => list.entries().forEach(({ life }) => life.abort()));

  return {
    entries: list.entries,
    isFull: () => list.entries().length >= ENTRIES_MAX,
    add: (message) => sender.send(list.open(message)),
    onTaken: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    sendAgain: (key) => {
      const entry = list.find(key);
      if (!entry) return;
      entry.setMessage(withoutRefusal(entry.message()));
      entry.setState({ kind: 'sending' });
      sender.send(entry);
    },
    discard: (key) => {
      const entry = list.find(key);
      if (!entry) return;
      const { parent } = entry.message();
      list.leave(entry, parent);
      void store.remove(key, parent);
    },
    setAside: (conversationId) => untrack(() => setAside(conversationId)),
    putBack: (conversationId) => void putBack(conversationId),
    wake: () => answerEnds.wake({ hiddenMs: 0 }),
  };
}
