import type { BatchId } from '../protocol/task-id.ts';
import type { Postgres, Transaction } from './connection.ts';

/** What became of a wish; `over`: all lines have ended; `cancelled`: they will, and nothing changes that. */
export type ChangeVerdict = { tag: 'changed' } | { tag: 'unknown' } | { tag: 'over' } | { tag: 'cancelled' };

interface LockedBatch {
  status: string;
  finished: boolean;
}

/** Pauses or resumes. Saying it twice changes nothing. */
export async function switchBatch(
  postgres: Postgres,
  owner: string,
  id: BatchId,
  to: 'running' | 'paused',
): Promise<ChangeVerdict> {
  return await postgres.transact(async (transaction) => {
    const batch = await lockBatch(transaction, owner, id);
    if (!batch) return { tag: 'unknown' };
    if (batch.status === 'cancelled') return { tag: 'cancelled' };
    if (batch.finished) return { tag: 'over' };
    await transaction`update batches set status = ${to} where id = ${id}`;
    return { tag: 'changed' };
  });
}

/** No further line begins. Those under way are cancelled one by one by whoever runs batches. */
export async function cancelBatch(
  postgres: Postgres,
  owner: string,
  id: BatchId,
  nowMs: number,
): Promise<ChangeVerdict> {
  return await postgres.transact(async (transaction) => {
    const batch = await lockBatch(transaction, owner, id);
    if (!batch) return { tag: 'unknown' };
    if (batch.status === 'cancelled') return { tag: 'changed' };
    if (batch.finished) return { tag: 'over' };
    const { count } = await transaction`
      update batch_lines set status = 'cancelled' where batch_id = ${id} and status = 'waiting'`;
    await transaction`
      update batches
         set status = 'cancelled', cancelled = cancelled + ${count},
             finished_at = case when running = 0 then ${nowMs}::bigint end
       where id = ${id}`;
    return { tag: 'changed' };
  });
}

/** Has the failed lines wait for another run. What their earlier runs consumed stays counted. */
export async function retryFailedLines(
  postgres: Postgres,
  owner: string,
  id: BatchId,
): Promise<{ tag: 'retried'; lines: number } | { tag: 'unknown' } | { tag: 'cancelled' }> {
  return await postgres.transact(async (transaction) => {
    const batch = await lockBatch(transaction, owner, id);
    if (!batch) return { tag: 'unknown' };
    if (batch.status === 'cancelled' && !batch.finished) return { tag: 'cancelled' };
    const { count } = await transaction`
      update batch_lines set status = 'waiting', task_id = null where batch_id = ${id} and status = 'failed'`;
    if (count > 0) {
      await transaction`
        update batches
           set failed = failed - ${count}, finished_at = null,
               status = case status when 'paused' then status else 'running'::batch_status end
         where id = ${id}`;
    }
    return { tag: 'retried', lines: count };
  });
}

async function lockBatch(
  transaction: Transaction,
  owner: string,
  id: BatchId,
): Promise<LockedBatch | undefined> {
  const [batch] = await transaction<LockedBatch[]>`
    select status, finished_at is not null as finished from batches
     where id = ${id} and owner = ${owner} and accepted_at is not null for update`;
  return batch;
}
