import type { Cursor } from '@continuo/shared/protocol/cursor';
import type { StoredEntry } from '@continuo/shared/protocol/entry';
import type { ReadLog } from '@continuo/shared/protocol/log-page';
import { isTerminal } from '@continuo/shared/protocol/task-status';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import type { TaskTail } from '@continuo/shared/redis/task-tail';
import type { LogOutlet } from './log-outlet.ts';
import { Refusal } from '../http/refusal.ts';
import type { TaskFacts } from '../tasks/find-task.ts';
import type { StreamStart } from './stream-start.ts';

/** Read before anything is answered: a log that no store has any more is a 410, not an empty stream. */
export async function readFirstPage(
  readLog: ReadLog,
  taskId: TaskId,
  afterSeq: number,
): Promise<StoredEntry[]> {
  const page = await readLog(taskId, afterSeq);
  if (page.tag === 'gone') throw new Refusal('gone');
  return page.entries;
}

export interface LogSources {
  tail: TaskTail;
  readLog: ReadLog;
}

/** `over`: the terminal entry was sent, or the reader is gone. `gone`: no store has the rest any more. */
export type TaskStreamEnd = 'over' | 'gone';

/** Replays and tails, up to the terminal entry. */
export async function streamTask(
  { tail, readLog }: LogSources,
  { taskId, status }: Pick<TaskFacts, 'taskId' | 'status'>,
  { after, isRewound }: StreamStart,
  firstPage: readonly StoredEntry[],
  outlet: LogOutlet,
): Promise<TaskStreamEnd> {
  if (isRewound) await outlet.rewind(after);
  // A log that was rebuilt since the start was found is the tail's to judge.
  const page = firstPage.every((entry) => entry.incarnation <= after.incarnation) ? firstPage : [];
  const last = page.at(-1);
  if (last) await outlet.send(page);
  if (last && isTerminal(last.type)) return 'over';
  const cursor = { ...after, seq: last?.seq ?? after.seq };
  if (isTerminal(status)) return await replayLog(readLog, taskId, cursor.seq, outlet);
  return await followLog(tail, taskId, cursor, outlet);
}

/** The rest of a log that is over: whichever store has it, nothing needs to be waited for. */
async function replayLog(
  readLog: ReadLog,
  taskId: TaskId,
  afterSeq: number,
  outlet: LogOutlet,
): Promise<TaskStreamEnd> {
  for (let seq = afterSeq; !outlet.signal.aborted;) {
    const page = await readLog(taskId, seq);
    const last = page.tag === 'page' ? page.entries.at(-1) : undefined;
    if (page.tag === 'gone' || !last) return 'gone';
    await outlet.send(page.entries);
    if (isTerminal(last.type)) break;
    seq = last.seq;
  }
  return 'over';
}

/** Follows to the end, over every rebuilding of the log that the reader lives to see. */
async function followLog(
  tail: TaskTail,
  taskId: TaskId,
  after: Cursor,
  outlet: LogOutlet,
): Promise<TaskStreamEnd> {
  const end = await tail.follow(taskId, after, outlet.send, outlet.signal);
  if (end.tag === 'gone') return 'gone';
  if (end.tag !== 'rewound') return 'over';
  await outlet.rewind(end.to);
  return await followLog(tail, taskId, end.to, outlet);
}
