import type { LogHead } from '@continuo/shared/redis/task-stream';

/** What Redis has of an unfinished task, measured by what Postgres has. */
export type Loss =
  | 'none'
  /** Redis does not know the task. */
  | 'everything'
  /** Redis has less of the log than Postgres. */
  | 'end'
  /** Somebody began to rebuild the log and did not finish, while Redis had all of it. */
  | 'incarnation';

/** @param head as read after `mirrored`: a log is written to Redis first, so that there it is never the shorter one */
export function judgeLoss(mirrored: LogHead, head: LogHead | undefined): Loss {
  if (!head) return 'everything';
  if (head.seq < mirrored.seq) return 'end';
  return head.incarnation < mirrored.incarnation ? 'incarnation' : 'none';
}
