import type { BatchPaceReply } from '@continuo/shared/protocol/batch-api';
import type { BatchRow } from '@continuo/shared/postgres/read-batches';
import { readPace, type PaceCut } from '@continuo/shared/postgres/read-pace';
import { orUnavailable } from '../stores/or-unavailable.ts';
import type { FindBatchDeps } from './change-batch.ts';

/** As many points as a small drawing has room for. */
const BUCKETS = 40;
const BUCKET_MS_MIN = 1_000;

/** How fast the lines of a batch end, over its whole time. */
export async function tellPace(
  { postgres }: FindBatchDeps,
  { id, createdAt, finishedAt }: Pick<BatchRow, 'id' | 'createdAt' | 'finishedAt'>,
  nowMs: number,
): Promise<BatchPaceReply> {
  const cut = cutTime(createdAt, finishedAt ?? nowMs);
  return {
    from: cut.fromMs,
    to: finishedAt ?? nowMs,
    bucket_ms: cut.bucketMs,
    ended: await orUnavailable(readPace(postgres, id, cut)),
  };
}

/** Whole seconds, so that the drawing of a short batch moves in steps. */
function cutTime(fromMs: number, toMs: number): PaceCut {
  const spanMs = Math.max(toMs - fromMs, 1);
  const bucketMs = Math.ceil(spanMs / BUCKETS / BUCKET_MS_MIN) * BUCKET_MS_MIN;
  return { fromMs, bucketMs, buckets: Math.ceil(spanMs / bucketMs) };
}
