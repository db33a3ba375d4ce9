import type { Answer } from '../answers/answer.ts';
import type { Delivery } from '../outbox/outbox-entry.ts';

/** The states of a turn; each looks the same after a reload. */
export type TurnStatus =
  | 'sending'
  | 'unsent'
  | 'queued'
  | 'streaming'
  | 'retrying'
  | 'complete'
  | 'cached'
  | 'stopped'
  | 'failed';

export function turnStatus(delivery: Delivery, answer: Answer | undefined): TurnStatus {
  if (delivery !== 'accepted') return delivery;
  switch (answer?.status) {
    case undefined:
    case 'queued':
      return 'queued';
    case 'running':
      return answer.retry ? 'retrying' : 'streaming';
    case 'completed':
      return answer.cached ? 'cached' : 'complete';
    case 'cancelled':
      return 'stopped';
    case 'failed':
      return 'failed';
  }
}

/** Whether the turn's answer is still being made, so that the next message has to wait. */
export function isUnderWay(status: TurnStatus): boolean {
  return status === 'sending' || status === 'queued' || status === 'streaming' || status === 'retrying';
}
