import { keepCalling, type Services } from '../services.ts';
import type { CreatedTurn } from './create-turn.ts';

/** How long a message is sent again and again before the user is told that it was not sent. */
const SEND_MS_MAX = 15_000;

/**
 * Sends a turn's message. Every try carries the turn's key, so that a reply which got lost does not make a second
 * task.
 *
 * @returns the task, or undefined when it was not accepted
 */
export async function deliverTurn(
  turn: CreatedTurn,
  services: Services,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { request, key } = turn;
  if (!request) return undefined;
  turn.setSending();
  const { api } = services.client;
  const generate = () => api.generate(request, key);
  const outcome = await keepCalling(services, generate, { signal, forMs: SEND_MS_MAX });
  if (!outcome) return undefined;
  if (outcome.ok) {
    turn.setAccepted(outcome.value.task_id);
    return outcome.value.task_id;
  }
  turn.setUnsent(outcome.fault);
  return undefined;
}
