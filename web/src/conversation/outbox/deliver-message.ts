import type { GenerateReply } from '@continuo/shared/protocol/http-api';
import type { ApiFault, Outcome } from '../../continuo-client/api/api-fault.ts';
import type { RetryPause } from '../../continuo-client/retry/make-retry-pause.ts';
import { keepCalling } from '../../shell/connection/keep-calling.ts';
import type { Services } from '../../services.ts';
import { placeRequest, type OutboxMessage } from './outbox-message.ts';
import type { HeldEntry } from './outbox-entry.ts';

export interface DeliverDeps {
  services: Pick<Services, 'client' | 'connection'>;
  /** Before asking again whether the answer that a message stands behind has ended. */
  pause: RetryPause;
  /** Waits until the message that this one stands behind was taken. */
  whenPlaced: (entry: HeldEntry) => Promise<void>;
  /** The message is another one now. */
  onChange: (message: OutboxMessage) => void;
}

/**
 * Sends a message until the service has taken or refused it. Every try carries the same key, so that a reply which
 * got lost does not make a second task.
 *
 * @returns what became of it; undefined when it was let go of
 */
export async function deliverMessage(
  entry: HeldEntry,
  deps: DeliverDeps,
): Promise<Outcome<GenerateReply> | undefined> {
  const { signal } = entry.life;
  for (;;) {
    await deps.whenPlaced(entry);
    if (signal.aborted) return undefined;
    entry.setState({ kind: 'sending' });
    const outcome = await keepCalling(deps.services, () => call(entry.message(), deps.services), { signal });
    if (!outcome || outcome.ok) return outcome;
    const next = decideNext(entry.message(), outcome.fault);
    if (next.kind === 'refused') return outcome;
    if (next.kind === 'wait') {
      entry.setState({ kind: 'waiting' });
      await deps.pause.afterFailure(signal);
    } else deps.onChange(next.message);
  }
}

function call(message: OutboxMessage, { client }: DeliverDeps['services']) {
  const { key, parent } = message;
  if (message.call.kind === 'retry') return client.api.deadLetters.retry(message.call.taskId);
  return client.api.generate(placeRequest(message.call.request, parent), key);
}

type Next = { kind: 'refused' } | { kind: 'wait' } | { kind: 'send'; message: OutboxMessage };

/** What follows a refusal. */
export function decideNext(message: OutboxMessage, fault: ApiFault): Next {
  if (fault.kind !== 'problem') return { kind: 'refused' };
  if (fault.problem.code === 'turn_running') return { kind: 'wait' };
  if (message.call.kind === 'retry' && (fault.status === 404 || fault.status === 410)) {
    return {
      kind: 'send',
      message: { ...message, call: { kind: 'generate', request: message.call.otherwise } },
    };
  }
  return { kind: 'refused' };
}
