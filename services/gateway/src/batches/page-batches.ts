import type {
  BatchLinesQuery,
  BatchLinesReply,
  BatchListQuery,
  BatchListReply,
} from '@continuo/shared/protocol/batch-api';
import type { BatchId } from '@continuo/shared/protocol/task-id';
import { listBatches } from '@continuo/shared/postgres/read-batches';
import { listBatchLines } from '@continuo/shared/postgres/batch-lines';
import { orUnavailable } from '../stores/or-unavailable.ts';
import type { FindBatchDeps } from './change-batch.ts';
import { describeBatch, describeLine } from './describe-batch.ts';

/** One page of the owner's batches. */
export async function pageBatches(
  { postgres, owner }: FindBatchDeps,
  query: BatchListQuery,
): Promise<BatchListReply> {
  const rows = await orUnavailable(listBatches(postgres, owner, query));
  const page = rows.slice(0, query.limit);
  return {
    batches: page.map(describeBatch),
    next_before: rows.length > page.length ? (page.at(-1)?.id ?? null) : null,
  };
}

/** One page of the lines of a batch. */
export async function pageLines(
  { postgres }: FindBatchDeps,
  id: BatchId,
  query: BatchLinesQuery,
): Promise<BatchLinesReply> {
  const rows = await orUnavailable(listBatchLines(postgres, id, query));
  const page = rows.slice(0, query.limit);
  return {
    lines: page.map(describeLine),
    next_after: rows.length > page.length ? (page.at(-1)?.line ?? null) : null,
  };
}
