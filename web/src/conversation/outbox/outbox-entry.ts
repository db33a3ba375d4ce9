import type { Accessor } from 'solid-js';
import type { ApiFault } from '../../continuo-client/api/api-fault.ts';
import type { OutboxMessage } from './outbox-message.ts';

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

/**
 * How far the user's message has come. `queued`: it waits for the connection, or for the answer before it. `unsent`:
 * the service refused it.
 */
export type Delivery = 'queued' | 'sending' | 'unsent' | 'accepted';
