import { isTaskId } from '@continuo/shared/protocol/task-id';
import { createSignal, type Accessor } from 'solid-js';
import { makeWakeUps } from '../../continuo-client/surroundings/wake-ups.ts';
import { nextWake } from './next-wake.ts';
import { createEntry } from './create-entry.ts';
import type { HeldEntry } from './outbox-entry.ts';
import type { OutboxMessage } from './outbox-message.ts';
import type { OutboxStore } from './outbox-store.ts';

/** The messages that this tab knows to be on their way, in the order in which they were sent. */
export interface EntryList {
  entries: Accessor<readonly HeldEntry[]>;
  find: (key: string) => HeldEntry | undefined;
  open: (message: OutboxMessage) => HeldEntry;
  /** The message is done with: what stood behind it stands behind `parent` now. */
  leave: (entry: HeldEntry, parent: string | null) => void;
  /** Waits until the message that this one stands behind was taken, or this one is let go of. */
  whenPlaced: (entry: HeldEntry) => Promise<void>;
}

/** @param isConnectionLost what is being sent then waits for the connection */
export function createEntryList(store: OutboxStore, isConnectionLost: Accessor<boolean>): EntryList {
  const [entries, setEntries] = createSignal<readonly HeldEntry[]>([]);
  const leaving = makeWakeUps();
  const find = (key: string): HeldEntry | undefined => entries().find(({ message }) => message().key === key);

  return {
    entries,
    find,
    open: (message) => {
      const entry = createEntry(message, isConnectionLost);
      setEntries((all) => [...all, entry]);
      return entry;
    },
    leave: (entry, parent) => {
      const { key } = entry.message();
      entry.life.abort();
      setEntries((all) => all.filter((other) => other !== entry));
      for (const { message, setMessage } of entries()) {
        if (message().parent === key) setMessage({ ...message(), parent });
      }
      leaving.wake({ hiddenMs: 0 });
    },
    whenPlaced: async (entry) => {
      const { signal } = entry.life;
      while (!signal.aborted) {
        const { key, parent } = entry.message();
        if (parent === null || isTaskId(parent)) return;
        // Another tab may have sent what this one stands behind.
        const kept = find(parent) ? undefined : await store.find(key);
        if (kept && kept.parent !== parent) entry.setMessage(kept);
        else await nextWake(leaving, signal);
      }
    },
  };
}
