import type { Accessor } from 'solid-js';
import type { ApiFault } from '../continuo-client/api-fault.ts';
import type { Answer } from './answer.ts';
import type { Delivery, TurnStatus } from './turn-status.ts';

/** One message of the user and its answer. */
export interface Turn {
  /** Its name on this page; of a message that was sent from here also the idempotency key. */
  key: string;
  prompt: string;
  /** Unix ms. */
  createdAt: number;
  /** Who was asked; the answer says who answered. */
  provider: string;
  model: string;
  /** The turn that it answers: its task, or the key of a message that was not accepted yet. null: none. */
  parent: string | null;
  taskId: Accessor<string | undefined>;
  delivery: Accessor<Delivery>;
  /** Why it was refused, where delivery is `unsent`. */
  fault: Accessor<ApiFault | undefined>;
  /** Undefined before anything is known of it. */
  answer: Accessor<Answer | undefined>;
  status: Accessor<TurnStatus>;
}
