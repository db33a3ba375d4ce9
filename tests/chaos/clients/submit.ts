import type { GenerateReply } from '@continuo/shared/protocol/http-api';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import type { Accepted } from '../evidence/evidence.ts';
import { ask, type Clients } from './client.ts';
import type { PlannedTask } from './plan-tasks.ts';

/** Sends a request until it is accepted. A reply that was lost is asked for again, under the same key if there is one. */
export async function submit(
  clients: Clients,
  first: number,
  { body, idempotencyKey }: Pick<PlannedTask, 'body' | 'idempotencyKey'>,
): Promise<Accepted | undefined> {
  const response = await ask(clients, first, '/api/chat/generate', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
    },
    body: JSON.stringify(body),
  });
  if (!response) return undefined;
  const text = await response.text();
  if (response.status !== 202) {
    clients.book.refusals.push(`${response.status} to a request: ${text}`);
    return undefined;
  }
  const reply = JSON.parse(text) as GenerateReply;
  const taskId = reply.task_id as TaskId;
  const accepted = { owner: clients.owner, at: Date.now(), taskId, reply, body, idempotencyKey };
  clients.book.accepted.push(accepted);
  return accepted;
}
