import type { ResultRow } from '@continuo/shared/postgres/batch-lines';

/** A line with its answer; the text is null where there is none, or where retention has removed it. */
export interface LineResult extends Omit<ResultRow, 'answer'> {
  text: string | null;
}
