import { judgeCursor, type Cursor, type LogEnd } from '@continuo/shared/protocol/cursor';
import type { ReadLog } from '@continuo/shared/protocol/log-page';
import { encodeRewind } from '@continuo/shared/protocol/sse';
import { isTerminal } from '@continuo/shared/protocol/task-status';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import type { TaskFacts } from './find-task.ts';
import type { AskedCursor } from './read-cursor.ts';
import { Refusal } from './refusal.ts';

/** Where a stream begins; `rewind` is the frame that cuts its reader back first, or nothing. */
export interface StreamStart {
  afterSeq: number;
  rewind: string;
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
      return { afterSeq: cursor.seq, rewind: '' };
    case 'finished':
      return 'finished';
    case 'ahead':
      throw new Refusal('cursor_ahead', `The log ends at ${end.seq}-${end.incarnation}.`);
    case 'rewound': {
      // A log that is over sends its terminal entry again, or the reader would wait for it for ever.
      const afterSeq = end.isTerminal ? end.seq - 1 : end.seq;
      return { afterSeq, rewind: encodeRewind(afterSeq, end.incarnation) };
    }
  }
}

/**
 * The end of the part of the log that this cursor can know. A log that was rebuilt may have other entries than
 * before under the same numbers: a reader from before is judged by what is older than the rebuilding.
 */
async function findKnownEnd(readLog: ReadLog, task: TaskFacts, cursor: Cursor): Promise<LogEnd> {
  const { seq, incarnation } = task;
  const isOver = isTerminal(task.status);
  if (cursor.seq === 0 || cursor.incarnation >= incarnation) return { seq, incarnation, isTerminal: isOver };
  const sharedSeq = await findSharedSeq(readLog, task.taskId, cursor.incarnation);
  return { seq: sharedSeq, incarnation, isTerminal: isOver && sharedSeq === seq };
}

/** Seq of the last entry that was written in this incarnation or an older one. */
async function findSharedSeq(readLog: ReadLog, taskId: TaskId, incarnation: number): Promise<number> {
  let seq = 0;
  for (;;) {
    const page = await readLog(taskId, seq);
    if (page.tag === 'gone') throw new Refusal('gone');
    const newer = page.entries.find((entry) => entry.incarnation > incarnation);
    if (newer) return newer.seq - 1;
    const last = page.entries.at(-1);
    if (!last) return seq;
    seq = last.seq;
  }
}
