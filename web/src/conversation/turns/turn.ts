import type { Accessor } from 'solid-js';
import type { ApiFault } from '../../continuo-client/api/api-fault.ts';
import type { Answer } from '../answers/answer.ts';
import type { Delivery, OutboxEntry } from '../outbox/outbox-entry.ts';
import type { SavedTurn } from './saved-turn.ts';
import { turnStatus, type TurnStatus } from './turn-status.ts';

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

export type AnswerOf = (taskId: string | undefined) => Answer | undefined;

/** A turn that the service has accepted. */
export function makeAcceptedTurn(saved: SavedTurn, answerOf: AnswerOf): Turn {
  const { taskId, ...facts } = saved;
  const answer = (): Answer | undefined => answerOf(taskId);
  return {
    ...facts,
    taskId: () => taskId,
    delivery: () => 'accepted',
    fault: () => undefined,
    answer,
    status: () => turnStatus('accepted', answer()),
  };
}

/** A turn that is on its way, and stays this turn when it was accepted. */
export function makeSentTurn(entry: OutboxEntry, answerOf: AnswerOf): Turn {
  const { key, prompt, provider, model, createdAt } = entry.message();
  const { taskId, delivery, fault } = entry;
  const answer = (): Answer | undefined => answerOf(taskId());
  return {
    key,
    prompt,
    provider,
    model,
    createdAt,
    // The message that it stands behind may be let go of.
    get parent() {
      return entry.message().parent;
    },
    taskId,
    delivery,
    fault,
    answer,
    status: () => turnStatus(delivery(), answer()),
  };
}

/** For the next visit; undefined of what was not accepted: the outbox keeps that. */
export function saveTurn(turn: Turn): SavedTurn | undefined {
  const { key, parent, prompt, provider, model, createdAt } = turn;
  const taskId = turn.taskId();
  return taskId === undefined ? undefined : { key, taskId, parent, prompt, provider, model, createdAt };
}
