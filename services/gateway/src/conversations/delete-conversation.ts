import { limitConcurrency } from '@continuo/shared/runtime/limit-concurrency';
import type { ConversationRef, DeletedTask } from '@continuo/shared/postgres/delete-conversation';
import type { ConversationId } from '@continuo/shared/protocol/task-id';
import type { Redis } from '@continuo/shared/redis/connection';
import { forgetConversation, isConversationKnown } from '@continuo/shared/redis/conversation-head';
import { dropDeadLettersOf, findRequestedTasks } from '@continuo/shared/redis/conversation-tasks';
import { forgetTask } from '@continuo/shared/redis/forget-task';
import { readLogHead } from '@continuo/shared/redis/task-stream';
import type { TaskTail } from '@continuo/shared/redis/task-tail';
import type { TaskRef, Transitions } from '@continuo/shared/redis/transitions';
import { Refusal } from '../http/refusal.ts';
import type { ConversationStore } from './conversation-store.ts';

export interface DeleteConversationDeps {
  owner: string;
  partitions: number;
  redis: Redis;
  transitions: Transitions;
  tail: TaskTail;
  conversations: ConversationStore;
}

const TASKS_AT_ONCE = 16;
/** A holder hears of a cancel within a third of its lease; a task whose holder died is taken over within one more. */
const END_WAIT_MS = 5_000;

/**
 * Deletes a conversation with all that belongs to it, from both stores. It is noted in Postgres before anything goes,
 * so that nobody writes any of it again, and after a crash the same call does the rest.
 */
export async function deleteConversation(deps: DeleteConversationDeps, id: ConversationId): Promise<void> {
  const { owner, partitions, redis, conversations } = deps;
  const ref = { owner, conversationId: id };
  const isInRedis = await isConversationKnown(redis, owner, id);
  const mirrored = await conversations.beginDeletion(ref, isInRedis);
  if (!mirrored) throw new Refusal('unknown_conversation');

  await forgetConversation(redis, owner, id);
  const limit = limitConcurrency(TASKS_AT_ONCE);
  const tasks = [...mirrored, ...(await findUnmirrored(deps, ref, mirrored))];
  await Promise.all(tasks.map((task) => limit(() => endAndForget(deps, task))));
  for (let partition = 0; partition < partitions; partition += 1) {
    await dropDeadLettersOf(redis, partition, owner, id);
  }
  await conversations.deleteRows(ref);
  await conversations.endDeletion(ref);
}

async function findUnmirrored(
  { redis, partitions }: DeleteConversationDeps,
  { owner, conversationId }: ConversationRef,
  mirrored: readonly DeletedTask[],
): Promise<TaskRef[]> {
  const known = new Set(mirrored.map((task) => task.taskId));
  const found: TaskRef[] = [];
  for (let partition = 0; partition < partitions; partition += 1) {
    found.push(...(await findRequestedTasks(redis, partition, owner, conversationId)));
  }
  return found.filter((task) => !known.has(task.taskId));
}

/** Cancelled first, and waited for: only its holder can tell the provider. One that does not answer is forgotten too. */
async function endAndForget(deps: DeleteConversationDeps, task: TaskRef): Promise<void> {
  const { redis, transitions, tail } = deps;
  // Before the cancel, so that its end is behind it.
  const head = await readLogHead(redis, task.taskId);
  const cancelled = await transitions.cancel(task);
  if (head && cancelled.tag === 'requested') {
    await tail.follow(task.taskId, head, () => undefined, AbortSignal.timeout(END_WAIT_MS));
  }
  await forgetTask({ redis, transitions }, task);
}
