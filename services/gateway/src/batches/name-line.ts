import { createHash } from 'node:crypto';
import type { ChatRequest } from '@continuo/shared/protocol/chat-request';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import type { LineRun } from '@continuo/shared/postgres/advance-batch';
import { choosePartition, deriveTaskId, hashRequest } from '../accept/name-task.ts';

/**
 * The id of the task that answers a line in one of its runs: always the same, so that submitting it twice is
 * harmless. It has the time of the batch. Like any cacheable request, one of a line chooses its partition by its hash.
 */
export function nameLineTask(
  { batchId, owner, line, run, request, cacheable }: LineRun,
  { partitions, cacheEnabled }: { partitions: number; cacheEnabled: boolean },
): TaskId {
  const text = `line ${line} of ${batchId}, run ${run}`;
  const hex =
    cacheable && cacheEnabled
      ? hashRequest(owner, JSON.parse(request) as ChatRequest)
      : createHash('sha256').update(text).digest('hex');
  return deriveTaskId(choosePartition(partitions, hex), batchId, text);
}
