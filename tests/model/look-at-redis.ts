import type { EntryDraft } from '@continuo/shared/protocol/entry';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import type { TaskStatus } from '@continuo/shared/protocol/task-status';
import type { Redis } from '@continuo/shared/redis/connection';
import {
  cacheKey,
  entriesKey,
  GENERATORS,
  PERSISTERS,
  requestsKey,
  taskKey,
} from '@continuo/shared/redis/keys';
import { readTaskStream, readWholeLog } from '@continuo/shared/redis/task-stream';
import type { ModelEntry, ModelTask } from './state.ts';

/** A task as a real Redis can show it: all but what only the model knows. */
export type VisibleTask = Omit<ModelTask, 'trueHolder'>;

export interface VisibleState {
  tasks: Record<TaskId, VisibleTask>;
  cache: TaskId | undefined;
}

/** Reads the tasks in the words of the model. */
export async function lookAtRedis(
  redis: Redis,
  taskIds: readonly TaskId[],
  requestHash: string,
): Promise<VisibleState> {
  const cache = (await redis.get(cacheKey(0, requestHash))) as TaskId | null;
  return { tasks: await lookAtTasks(redis, taskIds), cache: cache ?? undefined };
}

async function lookAtTasks(redis: Redis, taskIds: readonly TaskId[]): Promise<Record<TaskId, VisibleTask>> {
  const requests = (await redis.xrange(requestsKey(0), '-', '+')) as [string, string[]][];
  const requested = new Map(requests.map(([entryId, [, task]]) => [entryId, task]));
  const [forGenerators, forPersisters] = await Promise.all(
    [GENERATORS, PERSISTERS].map(async (group) => {
      const pending = (await redis.xpending(requestsKey(0), group, '-', '+', 100)) as [string][];
      return new Set(pending.map(([entryId]) => requested.get(entryId)));
    }),
  );
  const tasks: Record<TaskId, VisibleTask> = {};
  await Promise.all(
    taskIds.map(async (id) => {
      const [fields, hasStream, ttlMs] = await Promise.all([
        redis.hgetall(taskKey(id)),
        redis.exists(entriesKey(id)),
        redis.pttl(taskKey(id)),
      ]);
      if (fields['status'] === undefined) return;
      tasks[id] = {
        ...describeRecord(fields),
        entries: hasStream > 0 ? await lookAtLog(redis, id) : undefined,
        isRequested: [...requested.values()].includes(id),
        isPendingForGenerators: forGenerators?.has(id) ?? false,
        isPendingForPersisters: forPersisters?.has(id) ?? false,
        mayExpire: ttlMs > 0,
      };
    }),
  );
  return tasks;
}

function describeRecord(fields: Record<string, string | undefined>) {
  return {
    status: fields['status'] as TaskStatus,
    epoch: Number(fields['epoch']),
    nonce: fields['nonce'],
    isLeased: Number(fields['lease']) > Date.now(),
    seq: Number(fields['seq']),
    incarnation: Number(fields['incarnation']),
    persisted: Number(fields['persisted']),
    attempts: Number(fields['attempts']),
    isCancelRequested: fields['cancel_requested'] !== undefined,
    follows: fields['follows'] as TaskId | undefined,
  };
}

async function lookAtLog(redis: Redis, id: TaskId): Promise<ModelEntry[]> {
  const log = await readWholeLog((task, afterSeq) => readTaskStream(redis, task, afterSeq), id);
  return log.map(({ seq, incarnation, epoch, type, data }) => ({
    seq,
    incarnation,
    epoch,
    draft: { type, ...(JSON.parse(data) as object) } as EntryDraft,
  }));
}
