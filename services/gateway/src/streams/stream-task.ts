import type { Cursor } from '@continuo/shared/protocol/cursor';
import type { StoredEntry } from '@continuo/shared/protocol/entry';
import type { ReadLog } from '@continuo/shared/protocol/log-page';
import { encodeEntries, encodeRewind } from '@continuo/shared/protocol/sse';
import { isTerminal } from '@continuo/shared/protocol/task-status';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import type { TaskTail } from '@continuo/shared/redis/task-tail';
import type { EventStream } from './event-stream.ts';
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

/** Replays, tails, and ends the response behind the terminal entry. */
export async function streamTask(
  { tail, readLog }: LogSources,
  { taskId, status }: Pick<TaskFacts, 'taskId' | 'status'>,
  start: StreamStart,
  firstPage: readonly StoredEntry[],
  stream: EventStream,
): Promise<void> {
  // A log that was rebuilt since the start was found is the tail's to judge.
  const page = firstPage.every((entry) => entry.incarnation <= start.after.incarnation) ? firstPage : [];
  const last = page.at(-1);
  if (start.rewind || last) await stream.write(start.rewind + encodeEntries(page));
  if (!last || !isTerminal(last.type)) {
    const after = { ...start.after, seq: last?.seq ?? start.after.seq };
    if (isTerminal(status)) await replayLog(readLog, taskId, after.seq, stream);
    else await followLog(tail, taskId, after, stream);
  }
  stream.end();
}

/** The rest of a log that is over: whichever store has it, nothing needs to be waited for. */
async function replayLog(
  readLog: ReadLog,
  taskId: TaskId,
  afterSeq: number,
  stream: EventStream,
): Promise<void> {
  for (let seq = afterSeq; !stream.signal.aborted;) {
    const page = await readLog(taskId, seq);
    const last = page.tag === 'page' ? page.entries.at(-1) : undefined;
    if (page.tag === 'gone' || !last) return;
    await stream.write(encodeEntries(page.entries));
    if (isTerminal(last.type)) return;
    seq = last.seq;
  }
}

/** Follows to the end, over every rebuilding of the log that the reader lives to see. */
async function followLog(tail: TaskTail, taskId: TaskId, after: Cursor, stream: EventStream): Promise<void> {
  const take = (entries: readonly StoredEntry[]) => stream.write(encodeOnce(entries));
  const end = await tail.follow(taskId, after, take, stream.signal);
  if (end.tag !== 'rewound') return;
  await stream.write(encodeRewind(end.to));
  await followLog(tail, taskId, end.to, stream);
}

/** The tail hands one array of live entries to all readers of a task: encoded for the first, sent to all. */
const encoded = new WeakMap<readonly StoredEntry[], Uint8Array>();

function encodeOnce(entries: readonly StoredEntry[]): Uint8Array {
  const known = encoded.get(entries);
  if (known) return known;
  const frames = Buffer.from(encodeEntries(entries));
  encoded.set(entries, frames);
  return frames;
}
