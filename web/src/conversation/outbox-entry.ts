import { createSignal, type Accessor } from 'solid-js';
import type { ApiFault } from '../continuo-client/api-fault.ts';
import type { OutboxMessage } from './outbox-message.ts';
import type { Delivery } from './turn-status.ts';

/** A message on its way, as a conversation shows it. */
export interface OutboxEntry {
  message: Accessor<OutboxMessage>;
  delivery: Accessor<Delivery>;
  fault: Accessor<ApiFault | undefined>;
  /** Once it was taken. */
  taskId: Accessor<string | undefined>;
}

/** The same for the outbox that moves it on. */
export interface HeldEntry extends OutboxEntry {
  setMessage: (message: OutboxMessage) => void;
  setState: (state: EntryState) => void;
  /** Aborted when the message is let go of. */
  life: AbortController;
}

export type EntryState =
  /** Behind an answer that has not ended. */
  | { kind: 'waiting' }
  | { kind: 'sending' }
  | { kind: 'refused'; fault: ApiFault }
  | { kind: 'taken'; taskId: string };

/** @param isConnectionLost what is being sent then waits for the connection */
export function makeEntry(initial: OutboxMessage, isConnectionLost: Accessor<boolean>): HeldEntry {
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
