import type { Postgres } from '@continuo/shared/postgres/connection';
import { describePostgresError, judgePostgresError } from '@continuo/shared/postgres/postgres-errors';
import type { TaskPart } from '@continuo/shared/postgres/task-part';
import { writeBatch, type PartVerdict } from '@continuo/shared/postgres/write-batch';

/** What became of a part: Postgres' verdict, or `refused` when it holds values that no table can. */
export type PartOutcome = PartVerdict | { taskId: TaskPart['taskId']; tag: 'refused'; reason: string };

/**
 * Writes parts in one transaction. When Postgres refuses values in it, the halves are written by themselves, down to
 * the part that is at fault: one task's content never keeps the others waiting.
 */
export async function writeParts(postgres: Postgres, parts: readonly TaskPart[]): Promise<PartOutcome[]> {
  try {
    return await writeBatch(postgres, parts);
  } catch (error) {
    const [first] = parts;
    if (!first || judgePostgresError(error) !== 'refused') throw error;
    if (parts.length === 1) return [{ taskId: first.taskId, tag: 'refused', reason: reasonOf(error) }];
    const middle = Math.ceil(parts.length / 2);
    return [
      ...(await writeParts(postgres, parts.slice(0, middle))),
      ...(await writeParts(postgres, parts.slice(middle))),
    ];
  }
}

function reasonOf(error: unknown): string {
  const { code, message } = describePostgresError(error);
  return `${code} ${message}`;
}
