import type { TaskId } from '@continuo/shared/protocol/task-id';
import { isTerminal } from '@continuo/shared/protocol/task-status';
import type { Redis } from '@continuo/shared/redis/connection';
import { taskKey } from '@continuo/shared/redis/keys';
import type { Unsettled } from './evidence/evidence.ts';
import { pause } from './clients/client.ts';

const LOOK_MS = 200;

/**
 * Waits until every accepted task has ended and Postgres has all of it, at most until the deadline.
 *
 * @returns those that have not
 */
export async function waitForTasks(
  redis: Redis,
  taskIds: readonly TaskId[],
  deadlineMs: number,
): Promise<Unsettled[]> {
  let open: readonly TaskId[] = taskIds;
  for (;;) {
    const states = await Promise.all(open.map((id) => describeOpen(redis, id)));
    open = open.filter((_, i) => states[i] !== undefined);
    if (open.length === 0) return [];
    if (performance.now() > deadlineMs) return states.flatMap((state) => state ?? []);
    await pause(LOOK_MS);
  }
}

/** Undefined: there is nothing to wait for. */
async function describeOpen(redis: Redis, id: TaskId): Promise<Unsettled | undefined> {
  try {
    const [status, seq, persisted] = await redis.hmget(taskKey(id), 'status', 'seq', 'persisted');
    if (!status) return { invariant: 1, what: `${id}: Redis does not know it` };
    if (!isTerminal(status)) return { invariant: 1, what: `${id}: ${status} at seq ${seq ?? '?'}` };
    if (seq !== persisted) {
      return { invariant: 5, what: `${id}: ${status}, mirrored to ${persisted ?? '?'} of ${seq ?? '?'}` };
    }
    return undefined;
  } catch (error) {
    return { invariant: 1, what: `${id}: ${String(error)}` };
  }
}

/** Waits for work that should come to an end by itself. False: it did not, in time. */
export async function endsBefore(work: Promise<unknown>, deadlineMs: number): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), Math.max(0, deadlineMs - performance.now()));
  return await Promise.race([work.then(() => true), late]).finally(() => clearTimeout(timer));
}
