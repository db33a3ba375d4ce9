import type { CancelReply } from '@continuo/shared/protocol/http-api';
import { isTerminal } from '@continuo/shared/protocol/task-status';
import type { Transitions } from '@continuo/shared/redis/transitions';
import type { TaskFacts } from './find-task.ts';
import { Refusal } from '../http/refusal.ts';

/** Stores the intent to cancel (invariant 8). Harmless on a task that is over, or cancelled already. */
export async function cancelTask(transitions: Transitions, task: TaskFacts): Promise<CancelReply> {
  if (isTerminal(task.status)) return describeEnded(task, task.status);
  const reply = await transitions.cancel(task);
  switch (reply.tag) {
    case 'cancelled':
      return { task_id: task.taskId, status: 'cancelled', cancel_requested: true };
    case 'requested':
      return { task_id: task.taskId, status: 'running', cancel_requested: true };
    case 'already':
      return describeEnded(task, reply.status);
    case 'unknown':
      throw new Refusal('unavailable', 'The task is known, but Redis does not hold it at the moment.');
  }
}

function describeEnded(task: TaskFacts, status: CancelReply['status']): CancelReply {
  return {
    task_id: task.taskId,
    status,
    cancel_requested: task.cancelRequested || status === 'cancelled',
  };
}
