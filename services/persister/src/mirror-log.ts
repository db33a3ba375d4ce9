import { describePostgresError } from '@continuo/shared/postgres/postgres-errors';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import type { Logger } from '@continuo/shared/runtime/logger';
import type { MirrorTrouble } from './mirror-task.ts';

/** Work that is tried until a store is back says so at first and then every so often, not each time. */
const LOGGED_EVERY = 30;
/** Seqs named in a line. */
const SEQS_MAX = 10;

export function logFailures(logger: Logger, message: string): (error: unknown, attempt: number) => void {
  return (error, attempt) => {
    if (attempt % LOGGED_EVERY === 1) logger.warn({ ...describePostgresError(error), attempt }, message);
  };
}

/** Says what keeps a task from being mirrored, and how often that happened in this process. */
export function logTrouble(
  logger: Logger,
): (taskId: TaskId, trouble: MirrorTrouble, attempt: number) => void {
  const counts: Partial<Record<MirrorTrouble['tag'], number>> = {};
  return (taskId, trouble, attempt) => {
    const count = (counts[trouble.tag] ?? 0) + 1;
    counts[trouble.tag] = count;
    const seqs = trouble.tag === 'diverged' ? { seqs: trouble.seqs.slice(0, SEQS_MAX) } : {};
    logger.error({ ...trouble, ...seqs, taskId, attempt, count }, 'a task is not mirrored and stays pending');
  };
}
