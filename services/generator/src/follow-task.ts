import { decodeEntry, type Entry, type FinishReason } from '@continuo/shared/protocol/entry';
import { formatCursor, parseCursor, START, type Cursor } from '@continuo/shared/protocol/cursor';
import type { Failure } from '@continuo/shared/protocol/failure';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import type { TaskTail } from '@continuo/shared/redis/task-tail';
import type { StopSignal } from './held-task.ts';
import type { LogWriter } from './log-writer.ts';

/** How the followed task ended; `abandoned`: without an answer of its own, so somebody else must give one. */
export type FollowOutcome =
  | { tag: 'completed'; finishReason: FinishReason }
  | { tag: 'failed'; failure: Failure }
  | { tag: 'abandoned' }
  | { tag: 'stopped' };

export interface FollowOptions {
  source: TaskId;
  copies: Copies;
  tail: TaskTail;
  writer: LogWriter;
  stop: StopSignal;
}

/** What is copied of the source already, as cursors of the source. */
export interface Copies {
  /** Of the last chunk that was copied. */
  after: Cursor;
  /** Of the copied chunks that count. */
  counted: Cursor[];
}

/**
 * Answers a task with the text of another that answers the same request (single flight, invariant 9): copies
 * its entries as they come, chunk by chunk. Each copied chunk carries its cursor in the source, so another holder
 * goes on where this one stopped.
 */
export async function followTask(options: FollowOptions): Promise<FollowOutcome> {
  const { source, tail, writer, stop } = options;
  const copier = makeCopier(options);
  let { after } = options.copies;
  let last: Entry | undefined;
  for (;;) {
    const end = await tail.follow(
      source,
      after,
      (entries) => {
        for (const entry of entries.map(decodeEntry)) {
          last = entry;
          copier.copy(entry);
        }
        return writer.backlog;
      },
      stop.signal,
    );
    if (end.tag === 'aborted' || stop.signal.aborted) return { tag: 'stopped' };
    if (end.tag !== 'rewound') return toOutcome(last);
    copier.takeBack(end.to);
    after = end.to;
  }
}

/** What of the source stands in the log of its follower. */
export function findCopies(log: Iterable<Entry>, source: TaskId): Copies {
  let copiedFrom: TaskId | undefined;
  const copies: Copies = { after: START, counted: [] };
  for (const entry of log) {
    if (entry.type === 'cache_hit' || entry.type === 'attempt_started') {
      const from = entry.type === 'cache_hit' ? entry.source_task_id : undefined;
      if (from !== copiedFrom) copies.after = START;
      copiedFrom = from;
      copies.counted.length = Math.min(copies.counted.length, entry.kept_chunks);
    }
    if (entry.type !== 'chunk') continue;
    const cursor = copiedFrom === source ? parseCursor(entry.provider_cursor ?? '') : undefined;
    copies.after = cursor ?? copies.after;
    copies.counted.push(cursor ?? START);
  }
  return copies;
}

/** Copies chunks, and what cuts them: text that the source has taken back, or lost, must not count here. */
function makeCopier({ source, writer, copies }: FollowOptions) {
  const counted = [...copies.counted];

  function keep(kept: number): void {
    if (kept >= counted.length) return;
    writer.write({ type: 'cache_hit', source_task_id: source, kept_chunks: kept });
    counted.length = kept;
  }

  return {
    copy(entry: Entry): void {
      if (entry.type === 'chunk') {
        writer.writeChunk(entry.text, formatCursor(entry));
        counted.push(entry);
      }
      if (entry.type === 'attempt_started' || entry.type === 'cache_hit') keep(entry.kept_chunks);
    },
    takeBack(to: Cursor): void {
      keep(counted.filter((cursor) => cursor.seq <= to.seq).length);
    },
  };
}

function toOutcome(last: Entry | undefined): FollowOutcome {
  switch (last?.type) {
    case 'completed':
      return { tag: 'completed', finishReason: last.finish_reason };
    case 'failed':
      return { tag: 'failed', failure: { code: last.code, message: last.message } };
    default:
      return { tag: 'abandoned' };
  }
}
