import type { Postgres } from '@continuo/shared/postgres/connection';
import {
  deleteOldBatches,
  deleteOldConversations,
  deleteOldLogs,
  deleteOldTasks,
  type DeleteOld,
} from '@continuo/shared/postgres/retention';

/** How many days what is over is kept; undefined: for ever. */
export interface Retention {
  tasks: number | undefined;
  logs: number | undefined;
  batches: number | undefined;
  conversations: number | undefined;
}

/** How many rows a round deleted, and whether it left some for the next. */
export interface Sweep {
  deleted: Record<keyof Retention, number>;
  isDone: boolean;
}

const DAY_MS = 86_400_000;
/** Statements of one kind in one round: others need Postgres too. */
const PAGES_MAX = 20;

const DELETE: Record<keyof Retention, DeleteOld> = {
  batches: deleteOldBatches,
  conversations: deleteOldConversations,
  tasks: deleteOldTasks,
  logs: deleteOldLogs,
};

/** One round over everything that has a retention. */
export async function sweepOld(
  postgres: Postgres,
  retention: Retention,
  nowMs: number,
  signal?: AbortSignal,
): Promise<Sweep> {
  const sweep: Sweep = { deleted: { tasks: 0, logs: 0, batches: 0, conversations: 0 }, isDone: true };
  for (const kind of Object.keys(DELETE) as (keyof Retention)[]) {
    const days = retention[kind];
    if (days === undefined) continue;
    for (let pages = 1; ; pages += 1) {
      if (signal?.aborted) return sweep;
      const count = await DELETE[kind](postgres, nowMs - days * DAY_MS);
      sweep.deleted[kind] += count;
      if (count === 0) break;
      if (pages === PAGES_MAX) {
        sweep.isDone = false;
        break;
      }
    }
  }
  return sweep;
}

export function hasRetention(retention: Retention): boolean {
  return Object.values(retention).some((days) => days !== undefined);
}
