import type { BatchId } from '../protocol/task-id.ts';
import type { Postgres } from './connection.ts';

export interface PaceCut {
  fromMs: number;
  bucketMs: number;
  buckets: number;
}

/**
 * How many tasks of a batch ended in each bucket, by `chat_tasks_by_batch`. What ended before the first counts there,
 * what ended after the last in the last.
 */
export async function readPace(
  postgres: Postgres,
  batchId: BatchId,
  { fromMs, bucketMs, buckets }: PaceCut,
): Promise<number[]> {
  const rows = await postgres.run(
    ({ sql }) => sql<{ bucket: number; ended: number }[]>`
      select greatest(0, least((finished_at - ${fromMs}::bigint) / ${bucketMs}::bigint, ${buckets - 1}))::int as bucket,
             count(*)::int as ended
        from chat_tasks
       where batch_id = ${batchId} and finished_at is not null
       group by 1`,
  );
  const byBucket = new Map(rows.map(({ bucket, ended }) => [bucket, ended]));
  return Array.from({ length: buckets }, (_, bucket) => byBucket.get(bucket) ?? 0);
}
