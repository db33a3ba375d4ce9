import type { EntryDraft } from '@continuo/shared/protocol/entry';
import { answerText } from '@continuo/shared/protocol/fold-task';
import type { GenerateReply } from '@continuo/shared/protocol/http-api';
import { CHUNK_CHARS_MAX, RETRIED_CHARS_MAX } from '@continuo/shared/protocol/limits';
import { isTaskId, partitionOf, type TaskId } from '@continuo/shared/protocol/task-id';
import { cutText } from '@continuo/shared/protocol/text';
import type { DeadLetter } from '@continuo/shared/redis/dead-letters';
import type { RetryReply } from '@continuo/shared/redis/transitions';
import { noteTurn, readConversationHead } from '@continuo/shared/redis/conversation-head';
import { findConversation, type ConversationDeps } from '../conversations/find-conversation.ts';
import { findTaskIfAny, type TaskFacts } from '../tasks/find-task.ts';
import type { RedisMemory } from '../stores/redis-memory.ts';
import { Refusal } from '../http/refusal.ts';
import { deriveTaskId } from '../accept/name-task.ts';
import type { SubmitDeps } from '../accept/submit-task.ts';
import { findOwnLetter, noSuchLetter, readLetterTask } from './find-letter.ts';

export interface RetryDeps extends ConversationDeps, SubmitDeps {
  memory: Pick<RedisMemory, 'findShortage'>;
}

/**
 * Retries a task that was given up, as a new task that begins with the text that was kept. Saying it again, at the
 * same moment or later, gives the same new task: its id is made of the old one, and the letter goes in the atom
 * that creates it.
 */
export async function retryDeadLetter(deps: RetryDeps, id: string): Promise<GenerateReply> {
  if (!isTaskId(id)) throw noSuchLetter();
  const taskId = nameRetry(id);
  const letter = await findOwnLetter(deps, id);
  const reply = letter ? await submitRetry(deps, letter, taskId) : { tag: 'no_letter' as const };
  switch (reply.tag) {
    case 'created':
    case 'exists':
    case 'no_letter':
      return describeRetry(await findRetry(deps, taskId));
    case 'overloaded':
      throw new Refusal('overloaded', 'Too many requests wait, of all owners or of this one.');
  }
}

/** The id of the task that retries another: always the same, in the same partition, where the letter is. */
function nameRetry(origin: TaskId): TaskId {
  return deriveTaskId(partitionOf(origin), origin, `retry of ${origin}`);
}

async function submitRetry(deps: RetryDeps, letter: DeadLetter, taskId: TaskId): Promise<RetryReply> {
  const shortage = deps.memory.findShortage();
  if (shortage !== undefined) throw new Refusal('no_room', shortage);
  const { task, view } = await readLetterTask(deps, letter);
  const accepted: EntryDraft = {
    type: 'accepted',
    provider: task.request.provider,
    model: task.request.model,
    conversation_id: task.conversationId,
    request_hash: task.requestHash,
    cacheable: false,
    retry_of: letter.taskId,
    ...(view.links.parentTaskId && { parent_task_id: view.links.parentTaskId }),
    ...(view.droppedTurns > 0 && { dropped_turns: view.droppedTurns }),
  };
  await noteRetry(deps, task, taskId);
  return await deps.transitions.retry(
    { taskId, requestHash: task.requestHash },
    {
      owner: task.owner,
      conversationId: task.conversationId,
      request: JSON.stringify(task.request),
      requestsMax: deps.requestsMax,
      deadLetter: letter.letterId,
    },
    [accepted, ...draftKeptText(answerText(view))],
  );
}

/** It takes the place of the turn that was given up, as the newest of its conversation. */
async function noteRetry(deps: RetryDeps, { taskId: origin, conversationId }: TaskFacts, taskId: TaskId) {
  const head = await readConversationHead(deps.redis, deps.owner, conversationId);
  const { newest, system } = await findConversation(deps, conversationId, head);
  const previous = newest?.taskId ?? origin;
  await noteTurn(deps.redis, deps.owner, { conversationId, taskId }, { previous, system });
}

/** The text as the first chunks of the retry: whoever holds it goes on behind them. */
function draftKeptText(text: string): EntryDraft[] {
  const [kept = ''] = cutText(text, RETRIED_CHARS_MAX);
  return cutText(kept, CHUNK_CHARS_MAX).map((piece, i) => ({ type: 'chunk', chunk_id: i, text: piece }));
}

/** This one, or one from before. There is none where the letter was dropped, or never was. */
async function findRetry(deps: RetryDeps, taskId: TaskId): Promise<TaskFacts> {
  const task = await findTaskIfAny(deps, taskId);
  if (!task) throw noSuchLetter();
  return task;
}

function describeRetry({ taskId, conversationId }: TaskFacts): GenerateReply {
  return {
    task_id: taskId,
    conversation_id: conversationId,
    status: 'queued',
    cached: false,
    stream_url: `/api/chat/stream/${taskId}`,
  };
}
