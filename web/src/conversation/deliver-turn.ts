import { keepCalling, type Services } from '../services.ts';
import type { Turn } from './create-turn.ts';

/** Tries of one message before the user is told that it was not sent. */
const TRIES_MAX = 6;

/**
 * Sends a turn's message. Every try carries the turn's key, so that a reply which got lost does not make a second
 * task.
 *
 * @returns the task, or undefined when it was not accepted
 */
export async function deliverTurn(
  turn: Turn,
  services: Services,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { request, key } = turn;
  if (!request) return undefined;
  turn.setSending();
  const { api } = services.client;
  const generate = () => api.generate(request, key);
  const outcome = await keepCalling(services, generate, { signal, triesMax: TRIES_MAX });
  if (!outcome) return undefined;
  if (outcome.ok) {
    turn.setAccepted(outcome.value.task_id);
    return outcome.value.task_id;
  }
  turn.setUnsent(outcome.fault);
  return undefined;
}
