import { partitionOf, type TaskId } from '@continuo/shared/protocol/task-id';
import type { RequestEntry } from '@continuo/shared/redis/request-stream';
import type { Logger } from '@continuo/shared/runtime/logger';

/** Mirrors one task to its end, until it is told to stop. */
export type Follow = (
  request: RequestEntry,
  mayBeKnown: boolean,
  stop: AbortSignal,
  setActive: (isActive: boolean) => void,
) => Promise<void>;

export interface FollowedTasks {
  /** Begins to follow a task; a no-op for one that is followed already. */
  start(request: RequestEntry, mayBeKnown: boolean): void;
  /** Leaves the tasks of these requests to others. */
  stop(entryIds: readonly string[]): void;
  stopAll(): void;
  /** The requests of all tasks of a partition, also of those that wait to be tried again. */
  entryIds(partition: number): string[];
  /** How many more may begin. */
  capacity(): number;
  /** Resolves when one has ended since. */
  placeFreed(): Promise<void>;
}

/** The tasks that this process follows, at most `tasksMax` at a time, not counting those that wait for a retry. */
export function makeFollowedTasks(follow: Follow, tasksMax: number, logger: Logger): FollowedTasks {
  const followed = new Map<TaskId, { request: RequestEntry; controller: AbortController }>();
  let active = 0;
  let freed = Promise.withResolvers<void>();

  function setActive(isActive: boolean): void {
    active += isActive ? 1 : -1;
    if (isActive) return;
    freed.resolve();
    freed = Promise.withResolvers<void>();
  }

  async function run(request: RequestEntry, mayBeKnown: boolean, controller: AbortController): Promise<void> {
    try {
      await follow(request, mayBeKnown, controller.signal, setActive);
    } catch (error) {
      if (!controller.signal.aborted) logger.error({ err: error, taskId: request.taskId }, 'defect');
    } finally {
      followed.delete(request.taskId);
    }
  }

  return {
    start(request, mayBeKnown) {
      const known = followed.get(request.taskId);
      if (known) {
        // A task that was rebuilt has another request.
        known.request = request;
        return;
      }
      const controller = new AbortController();
      followed.set(request.taskId, { request, controller });
      void run(request, mayBeKnown, controller);
    },
    stop(entryIds) {
      const lost = new Set(entryIds);
      for (const { request, controller } of followed.values()) {
        if (lost.has(request.entryId)) controller.abort();
      }
    },
    stopAll() {
      for (const { controller } of followed.values()) controller.abort();
    },
    entryIds: (partition) =>
      [...followed.values()]
        .filter(({ request }) => partitionOf(request.taskId) === partition)
        .map(({ request }) => request.entryId),
    capacity: () => tasksMax - active,
    placeFreed: () => freed.promise,
  };
}
