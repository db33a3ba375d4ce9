import { promptOf } from '@continuo/shared/protocol/chat-request';
import { cleanText } from '@continuo/shared/protocol/text';
import type { TaskOrigin } from '@continuo/shared/postgres/task-progress';
import type { TaskRecord } from '@continuo/shared/redis/task-record';

/** What a task was accepted with, as Postgres keeps it. */
export function originOf(record: TaskRecord): TaskOrigin {
  const { taskId: id, owner, conversationId, requestHash, createdAt } = record;
  // The gateway made the text with JSON.stringify, which makes the same text again.
  const request = JSON.stringify(record.request);
  const prompt = cleanText(promptOf(record.request));
  return { id, owner, conversationId, request, requestHash, prompt, createdAt };
}
