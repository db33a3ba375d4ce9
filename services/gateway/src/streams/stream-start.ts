import { judgeCursor, type Cursor, type LogEnd } from '@continuo/shared/protocol/cursor';
import type { ReadLog } from '@continuo/shared/protocol/log-page';
import { findSharedSeq } from '@continuo/shared/protocol/shared-seq';
import { isTerminal } from '@continuo/shared/protocol/task-status';
import type { TaskFacts } from '../tasks/find-task.ts';
import type { AskedCursor } from './read-cursor.ts';
import { Refusal } from '../http/refusal.ts';

/** Where a stream begins. */
export interface StreamStart {
  /** In the incarnation that the log has now. */
  after: Cursor;
  /** The reader is ahead of that: it has to cut back first. */
  isRewound: boolean;
}

/** Decides what a reader with this cursor gets. `finished`: it has the whole log already. */
export async function findStreamStart(
  readLog: ReadLog,
  task: TaskFacts,
  asked: AskedCursor,
): Promise<StreamStart | 'finished'> {
  if (asked.tag === 'malformed') {
    throw new Refusal('invalid_cursor', 'A cursor is `<seq>-<incarnation>`, such as 48-0, or a bare seq.');
  }
  const cursor: Cursor =
    asked.tag === 'cursor' ? asked.cursor : { seq: asked.seq, incarnation: task.incarnation };
  const end = await findKnownEnd(readLog, task, cursor);
  switch (judgeCursor(cursor, end)) {
    case 'resume':
      return { after: { seq: cursor.seq, incarnation: end.incarnation }, isRewound: false };
    case 'finished':
      return 'finished';
    case 'ahead':
      throw new Refusal('cursor_ahead', `The log ends at ${end.seq}-${end.incarnation}.`);
    case 'rewound': {
      // A log that is over sends its terminal entry again, or the reader would wait for it for ever.
      const after = { seq: end.isTerminal ? end.seq - 1 : end.seq, incarnation: end.incarnation };
      return { after, isRewound: true };
    }
  }
}

/** The end of the part of the log that this cursor can know: a reader from before a rebuilding is judged by that. */
async function findKnownEnd(readLog: ReadLog, task: TaskFacts, cursor: Cursor): Promise<LogEnd> {
  const { seq, incarnation } = task;
  const isOver = isTerminal(task.status);
  if (cursor.incarnation >= incarnation) return { seq, incarnation, isTerminal: isOver };
  const sharedSeq = await findSharedSeq(readLog, task.taskId, cursor);
  if (sharedSeq === undefined) throw new Refusal('gone');
  return { seq: sharedSeq, incarnation, isTerminal: isOver && sharedSeq === seq };
}
