import { createSignal, type Accessor } from 'solid-js';
import type { Delivery, EntryState, HeldEntry } from './outbox-entry.ts';
import type { OutboxMessage } from './outbox-message.ts';

/**
 * A message on its way.
 *
 * @param isConnectionLost what is being sent then waits for the connection
 */
export function createEntry(initial: OutboxMessage, isConnectionLost: Accessor<boolean>): HeldEntry {
  const [message, setMessage] = createSignal(initial);
  const [state, setState] = createSignal<EntryState>({ kind: 'waiting' });
  const delivery = (): Delivery => {
    switch (state().kind) {
      case 'waiting':
        return 'queued';
      case 'sending':
        return isConnectionLost() ? 'queued' : 'sending';
      case 'refused':
        return 'unsent';
      case 'taken':
        return 'accepted';
    }
  };
  const inState = <Kind extends EntryState['kind']>(kind: Kind) => {
    const current = state();
    return current.kind === kind ? (current as EntryState & { kind: Kind }) : undefined;
  };
  return {
    message,
    delivery,
    fault: () => inState('refused')?.fault,
    taskId: () => inState('taken')?.taskId,
    setMessage,
    setState,
    life: new AbortController(),
  };
}
