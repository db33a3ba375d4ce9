import { judgeCursor, type Cursor, type LogEnd } from '@continuo/shared/protocol/cursor';
import type { StoredEntry } from '@continuo/shared/protocol/entry';
import { encodeEntries, encodeRewind } from '@continuo/shared/protocol/sse';
import { isTerminal } from '@continuo/shared/protocol/task-status';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import type { TaskTail } from '@continuo/shared/redis/task-tail';
import type { ReadLog } from '@continuo/shared/protocol/log-page';
import type { AskedCursor } from './read-cursor.ts';
import { Refusal } from './refusal.ts';
import type { EventStream } from './event-stream.ts';

/** Where a stream begins: `rewind` is the frame that cuts a reader back first. */
export interface StreamStart {
  afterSeq: number;
  rewind: string;
}

/** Decides what a reader with this cursor gets; `finished`: it has the whole log. */
export function judgeStart(asked: AskedCursor, end: LogEnd): StreamStart | 'finished' {
  if (asked.tag === 'malformed') {
    throw new Refusal('invalid_cursor', 'A cursor is `<seq>-<incarnation>`, such as 48-0, or a bare seq.');
  }
  const cursor: Cursor =
    asked.tag === 'cursor' ? asked.cursor : { seq: asked.seq, incarnation: end.incarnation };
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

export interface StreamDeps {
  tail: TaskTail;
  readLog: ReadLog;
}

/** The first page is read before anything is answered: a log that no store has any more is a 410. */
export async function readFirstPage(
  readLog: ReadLog,
  taskId: TaskId,
  afterSeq: number,
): Promise<StoredEntry[]> {
  const page = await readLog(taskId, afterSeq);
  if (page.tag === 'gone') throw new Refusal('gone');
  return page.entries;
}

/** Replays, tails, and ends the response after the terminal entry. */
export async function streamTask(
  tail: TaskTail,
  taskId: TaskId,
  start: StreamStart,
  firstPage: readonly StoredEntry[],
  stream: EventStream,
): Promise<void> {
  const last = firstPage.at(-1);
  if (start.rewind || last) await stream.write(start.rewind + encodeEntries(firstPage));
  if (!last || !isTerminal(last.type)) {
    const take = (entries: readonly StoredEntry[]) => stream.write(encodeOnce(entries));
    await tail.follow(taskId, last?.seq ?? start.afterSeq, take, stream.signal);
  }
  stream.end();
}

/** The tail hands one array of live entries to all readers of a task: encoded for the first, used by all. */
const encoded = new WeakMap<readonly StoredEntry[], Uint8Array>();

function encodeOnce(entries: readonly StoredEntry[]): Uint8Array {
  const known = encoded.get(entries);
  if (known) return known;
  const frames = Buffer.from(encodeEntries(entries));
  encoded.set(entries, frames);
  return frames;
}
