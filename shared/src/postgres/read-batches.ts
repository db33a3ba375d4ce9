import { and, desc, eq, isNotNull, isNull, lt, ne, or, gt, sql } from 'drizzle-orm';
import type { BatchStatus } from '../protocol/batch-status.ts';
import type { BatchId } from '../protocol/task-id.ts';
import type { Postgres } from './connection.ts';
import { batches } from './schema.ts';

export type BatchRow = typeof batches.$inferSelect;

/** Batches that one round of a runner looks at; with more of them, by chance others in the next. */
const OPEN_BATCHES_MAX = 500;

/** Undefined: the owner has none such. */
export async function readBatch(
  postgres: Postgres,
  owner: string,
  id: BatchId,
): Promise<BatchRow | undefined> {
  const [row] = await postgres.run(({ drizzle }) =>
    drizzle
      .select()
      .from(batches)
      .where(and(eq(batches.id, id), eq(batches.owner, owner), isNotNull(batches.acceptedAt))),
  );
  return row;
}

/** The owner's, newest first: ids sort by time. One row more than the page, if there is one. */
export async function listBatches(
  postgres: Postgres,
  owner: string,
  { limit, before }: { limit: number; before?: string | undefined },
): Promise<BatchRow[]> {
  return await postgres.run(({ drizzle }) =>
    drizzle
      .select()
      .from(batches)
      .where(
        and(
          eq(batches.owner, owner),
          isNotNull(batches.acceptedAt),
          before === undefined ? undefined : lt(batches.id, before as BatchId),
        ),
      )
      .orderBy(desc(batches.id))
      .limit(limit + 1),
  );
}

export interface OpenBatch {
  id: BatchId;
  owner: string;
  status: BatchStatus;
}

/** The batches of all owners in which something is to be done. In no order, so that runners do not meet at each. */
export async function listOpenBatches(postgres: Postgres): Promise<OpenBatch[]> {
  return await postgres.run(({ drizzle }) =>
    drizzle
      .select({ id: batches.id, owner: batches.owner, status: batches.status })
      .from(batches)
      .where(
        and(
          isNull(batches.finishedAt),
          isNotNull(batches.acceptedAt),
          or(ne(batches.status, 'paused'), gt(batches.running, 0)),
        ),
      )
      .orderBy(sql`random()`)
      .limit(OPEN_BATCHES_MAX),
  );
}
