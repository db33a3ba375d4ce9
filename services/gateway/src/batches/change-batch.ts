import type { BatchReply } from '@continuo/shared/protocol/batch-api';
import { isBatchId, type BatchId } from '@continuo/shared/protocol/task-id';
import {
  cancelBatch,
  retryFailedLines,
  switchBatch,
  type ChangeVerdict,
} from '@continuo/shared/postgres/change-batch';
import { readBatch, type BatchRow } from '@continuo/shared/postgres/read-batches';
import type { Postgres } from '@continuo/shared/postgres/connection';
import { Refusal } from '../http/refusal.ts';
import { orUnavailable } from '../stores/or-unavailable.ts';
import { describeBatch } from './describe-batch.ts';

export interface FindBatchDeps {
  owner: string;
  postgres: Postgres;
}

/** The owner's batch; another's is answered like one that never was (invariant 10). */
export async function findBatch({ owner, postgres }: FindBatchDeps, id: string): Promise<BatchRow> {
  const row = isBatchId(id) ? await orUnavailable(readBatch(postgres, owner, id)) : undefined;
  if (!row) throw new Refusal('unknown_batch');
  return row;
}

/** The batch after the change. */
export async function changeBatch(
  deps: FindBatchDeps,
  id: string,
  verb: 'pause' | 'resume' | 'cancel',
): Promise<BatchRow> {
  const { id: batchId } = await findBatch(deps, id);
  const verdict = await orUnavailable(sendChange(deps, batchId, verb));
  switch (verdict.tag) {
    case 'changed':
      return await findBatch(deps, id);
    case 'unknown':
      throw new Refusal('unknown_batch');
    case 'over':
      throw new Refusal('already_over', 'All lines have ended.');
    case 'cancelled':
      throw new Refusal('already_over', 'The batch was cancelled.');
  }
}

function sendChange(
  { postgres, owner }: FindBatchDeps,
  id: BatchId,
  verb: 'pause' | 'resume' | 'cancel',
): Promise<ChangeVerdict> {
  if (verb === 'cancel') return cancelBatch(postgres, owner, id, Date.now());
  return switchBatch(postgres, owner, id, verb === 'pause' ? 'paused' : 'running');
}

/** The failed lines wait again. */
export async function retryBatch(deps: FindBatchDeps, id: string): Promise<BatchReply & { retried: number }> {
  const { id: batchId } = await findBatch(deps, id);
  const verdict = await orUnavailable(retryFailedLines(deps.postgres, deps.owner, batchId));
  switch (verdict.tag) {
    case 'retried':
      return { ...describeBatch(await findBatch(deps, id)), retried: verdict.lines };
    case 'unknown':
      throw new Refusal('unknown_batch');
    case 'cancelled':
      throw new Refusal('not_finished', 'The batch is being cancelled.');
  }
}
