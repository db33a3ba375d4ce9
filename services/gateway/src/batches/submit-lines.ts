import type { ChatRequest } from '@continuo/shared/protocol/chat-request';
import { conversationOf, type TaskId } from '@continuo/shared/protocol/task-id';
import { isTerminal } from '@continuo/shared/protocol/task-status';
import type { Postgres } from '@continuo/shared/postgres/connection';
import type { OpenBatch } from '@continuo/shared/postgres/read-batches';
import {
  listRunningTasks,
  listUnmirroredLines,
  readLineRequests,
  type LineTask,
} from '@continuo/shared/postgres/batch-lines';
import { readTaskRecord } from '@continuo/shared/redis/task-record';
import { readLogHead } from '@continuo/shared/redis/task-stream';
import { hashRequest } from '../accept/name-task.ts';
import { submitTask, type SubmitDeps } from '../accept/submit-task.ts';

export interface SubmitLinesDeps extends SubmitDeps {
  postgres: Postgres;
  cacheEnabled: boolean;
}

/**
 * Submits the lines that were claimed and that no store has a task of: claimed just now, by this gateway or one that
 * died, or lost by Redis. Whoever does the same at the same moment does no harm: their tasks have their names already.
 */
export async function submitLines(deps: SubmitLinesDeps, batch: OpenBatch): Promise<void> {
  const missing = await findMissing(deps, batch);
  const taskOf = new Map(missing.map(({ line, taskId }) => [line, taskId]));
  const requests = await readLineRequests(deps.postgres, batch.id, [...taskOf.keys()]);
  await Promise.all(
    requests.map(async ({ line, request: text, cacheable }) => {
      const taskId = taskOf.get(line);
      if (!taskId) return;
      const request = JSON.parse(text) as ChatRequest;
      await submitTask(deps, {
        taskId,
        conversationId: conversationOf(batch.id),
        owner: batch.owner,
        request,
        requestHash: hashRequest(batch.owner, request),
        cacheable: cacheable && deps.cacheEnabled,
        links: { batch_id: batch.id, batch_line: line },
      });
    }),
  );
}

async function findMissing({ postgres, redis }: SubmitLinesDeps, { id }: OpenBatch): Promise<LineTask[]> {
  const unmirrored = await listUnmirroredLines(postgres, id);
  const heads = await Promise.all(unmirrored.map(({ taskId }) => readLogHead(redis, taskId)));
  return unmirrored.filter((_, i) => heads[i] === undefined);
}

/**
 * Cancels what is under way of a batch that was cancelled. To come behind `submitLines`: a line that was claimed is
 * submitted first, so that a gateway which is about to submit it, however late, finds it cancelled.
 */
export async function cancelLines(deps: SubmitLinesDeps, batch: OpenBatch): Promise<void> {
  const running = await listRunningTasks(deps.postgres, batch.id);
  await Promise.all(running.map((taskId) => cancelOne(deps, taskId)));
}

/** One that Redis does not know is over, or comes back from Postgres and is met in another round. */
async function cancelOne({ redis, transitions }: SubmitLinesDeps, taskId: TaskId): Promise<void> {
  const record = await readTaskRecord(redis, taskId);
  if (!record || isTerminal(record.status) || record.cancelRequested) return;
  await transitions.cancel(record);
}
