import { decodeEntry } from '@continuo/shared/protocol/entry';
import { CACHE_RUNNING_MS } from '@continuo/shared/protocol/limits';
import type { Postgres } from '@continuo/shared/postgres/connection';
import { selectEntries } from '@continuo/shared/postgres/read-log';
import type { TaskRow } from '@continuo/shared/postgres/schema';
import { raiseIncarnation, type UnfinishedTask } from '@continuo/shared/postgres/unfinished-tasks';
import type { RestoreArgs, RestoreReply, Transitions } from '@continuo/shared/redis/transitions';

export interface RebuildStores {
  postgres: Postgres;
  transitions: Transitions;
}

/** `elsewhere`: somebody else rebuilds it, or it has ended. */
export type RebuildOutcome = Exclude<RestoreReply['tag'], 'partial'> | 'elsewhere';

/** Bounds a call of the script, during which Redis does nothing else. */
const ENTRIES_PER_CALL = 250;

/**
 * Puts the log of a task back into Redis as Postgres has it. Postgres hears of the next incarnation first: what a
 * persister still holds of the log that was lost is refused from then on.
 *
 * @param incarnationInRedis 0 when Redis does not know the task
 */
export async function rebuildTask(
  { postgres, transitions }: RebuildStores,
  task: UnfinishedTask,
  incarnationInRedis: number,
): Promise<RebuildOutcome> {
  const row = await raiseIncarnation(postgres, task, Math.max(task.incarnation, incarnationInRedis) + 1);
  if (!row) return 'elsewhere';
  const readEntries = (afterSeq: number) =>
    postgres.run(({ sql }) => selectEntries(sql, row.id, afterSeq, ENTRIES_PER_CALL));
  let entries = await readEntries(0);
  const accepted = entries[0] && decodeEntry(entries[0]);
  const args = restoreArgs(row, accepted?.type === 'accepted' && accepted.cacheable === true);
  for (let sentUpTo = -1; ;) {
    const reply = await transitions.restore({ taskId: row.id, requestHash: row.requestHash }, args, entries);
    if (reply.tag !== 'partial') return reply.tag;
    if (reply.seq <= sentUpTo) throw new Error(`Postgres has no entry ${reply.seq + 1} of ${row.seq}`);
    sentUpTo = reply.seq;
    entries = await readEntries(reply.seq);
  }
}

function restoreArgs(row: TaskRow, cacheable: boolean): RestoreArgs {
  return {
    owner: row.owner,
    conversationId: row.conversationId,
    request: row.request,
    head: row.seq,
    incarnation: row.incarnation,
    epoch: row.epoch,
    attempts: row.attempts,
    createdAt: row.createdAt,
    startedAt: row.startedAt ?? undefined,
    cancelRequested: row.cancelRequested ? Date.now() : undefined,
    batchId: row.batchId ?? undefined,
    cacheable,
    cacheRunningMs: CACHE_RUNNING_MS,
  };
}
