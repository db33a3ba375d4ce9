import { and, eq, isNull, lt, sql } from 'drizzle-orm';
import type { BatchId } from '../protocol/task-id.ts';
import type { Postgres } from './connection.ts';
import { describePostgresError } from './postgres-errors.ts';
import { batches, batchLines } from './schema.ts';

/**
 * A batch comes in portions, none of which is one long transaction: its row, its lines, and at last its acceptance.
 * Until then nobody sees it, and what an upload that broke off leaves behind is swept away.
 */

/** A line as it is kept at first. */
export interface NewLine {
  line: number;
  customId: string | null;
  /** The chat request as JSON text. */
  request: string;
  cacheable: boolean;
}

export interface NewBatch {
  id: BatchId;
  owner: string;
  concurrency: number;
  createdAt: number;
}

/** Unique violation (Postgres manual, appendix A). */
const UNIQUE_VIOLATION = '23505';

/** False: the owner has as many batches that are not over as there may be. */
export async function beginUpload(
  postgres: Postgres,
  { id, owner, concurrency, createdAt }: NewBatch,
  openMax: number,
): Promise<boolean> {
  const rows = await postgres.run(
    ({ sql: run }) => run`
      insert into batches (id, owner, name, status, concurrency, total, created_at)
      select ${id}, ${owner}, '', 'running', ${concurrency}, 0, ${createdAt}
       where (select count(*) from batches where owner = ${owner} and finished_at is null) < ${openMax}
      returning id`,
  );
  return rows.length > 0;
}

export async function addLines(
  postgres: Postgres,
  batchId: BatchId,
  lines: readonly NewLine[],
): Promise<void> {
  await postgres.run(({ drizzle }) =>
    drizzle.insert(batchLines).values(lines.map((line) => ({ batchId, ...line }))),
  );
}

/** `key_taken`: the owner gave this idempotency key before; `gone`: the upload took so long that it was swept. */
export async function acceptBatch(
  postgres: Postgres,
  id: BatchId,
  accepted: {
    name: string;
    total: number;
    acceptedAt: number;
    inputSha256: string;
    idempotencyKey: string | undefined;
  },
): Promise<'accepted' | 'key_taken' | 'gone'> {
  try {
    const rows = await postgres.run(({ drizzle }) =>
      drizzle
        .update(batches)
        .set({ ...accepted, idempotencyKey: accepted.idempotencyKey ?? null })
        .where(and(eq(batches.id, id), isNull(batches.acceptedAt)))
        .returning({ id: batches.id }),
    );
    return rows.length > 0 ? 'accepted' : 'gone';
  } catch (error) {
    if (describePostgresError(error).code !== UNIQUE_VIOLATION) throw error;
    return 'key_taken';
  }
}

/** The batch that was accepted under this key. */
export async function readBatchOfKey(
  postgres: Postgres,
  owner: string,
  idempotencyKey: string,
): Promise<{ id: BatchId; inputSha256: string | null } | undefined> {
  const [row] = await postgres.run(({ drizzle }) =>
    drizzle
      .select({ id: batches.id, inputSha256: batches.inputSha256 })
      .from(batches)
      .where(and(eq(batches.owner, owner), eq(batches.idempotencyKey, idempotencyKey))),
  );
  return row;
}

export async function dropUpload(postgres: Postgres, id: BatchId): Promise<void> {
  await postgres.run(({ drizzle }) =>
    drizzle.delete(batches).where(and(eq(batches.id, id), isNull(batches.acceptedAt))),
  );
}

/** Removes what uploads left behind that broke off. @param beganBefore unix ms; one that is still coming began later */
export async function sweepUploads(postgres: Postgres, beganBefore: number): Promise<void> {
  await postgres.run(({ drizzle }) =>
    drizzle
      .delete(batches)
      .where(
        and(
          isNull(batches.acceptedAt),
          isNull(batches.finishedAt),
          lt(batches.createdAt, sql`${beganBefore}`),
        ),
      ),
  );
}
