import { judgePostgresError } from '@continuo/shared/postgres/postgres-errors';
import { Refusal } from '../http/refusal.ts';

/** What a query gives, or the refusal `unavailable` while Postgres is away. */
export async function orUnavailable<Result>(query: Promise<Result>): Promise<Result> {
  try {
    return await query;
  } catch (error) {
    if (judgePostgresError(error) !== 'unavailable') throw error;
    throw new Refusal('unavailable', 'Postgres is not reachable.');
  }
}
