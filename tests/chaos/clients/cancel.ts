import type { CancelReply } from '@continuo/shared/protocol/http-api';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import { ask, type Clients } from './client.ts';

/** Asks until the intent to cancel is stored, or it is too late. */
export async function cancelTask(clients: Clients, first: number, taskId: TaskId): Promise<void> {
  const sentAt = Date.now();
  const response = await ask(clients, first, `/api/chat/cancel/${taskId}`, { method: 'POST' });
  if (!response) return;
  const text = await response.text();
  if (response.status !== 200) {
    clients.book.refusals.push(`${response.status} to the cancel of ${taskId}: ${text}`);
    return;
  }
  const reply = JSON.parse(text) as CancelReply;
  clients.book.cancels.push({ taskId, sentAt, repliedAt: Date.now(), reply });
}
