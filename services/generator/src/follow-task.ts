import { decodeEntry, type Entry, type FinishReason } from '@continuo/shared/protocol/entry';
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
  /** Seq of the source's last entry that was copied. */
  afterSeq: number;
  tail: TaskTail;
  writer: LogWriter;
  stop: StopSignal;
}

/**
 * Answers a task with the text of another that answers the same request (single flight, invariant 9): copies
 * its entries as they come, chunk by chunk. Each copied chunk carries the source's seq as its cursor, so
 * another holder goes on where this one stopped.
 */
export async function followTask(options: FollowOptions): Promise<FollowOutcome> {
  const { source, afterSeq, tail, writer, stop } = options;
  let last: Entry | undefined;
  const end = await tail.follow(
    source,
    afterSeq,
    (entries) => {
      for (const entry of entries.map(decodeEntry)) {
        last = entry;
        copyEntry(entry, writer);
      }
      return writer.backlog;
    },
    stop.signal,
  );
  if (end === 'aborted' || stop.signal.aborted) return { tag: 'stopped' };
  return toOutcome(last);
}

/** Where to go on in the source's log, told from the copies that are stored. */
export function copiedUpTo(log: Iterable<Entry>, source: TaskId): number {
  let copiedFrom: TaskId | undefined;
  let seq = 0;
  for (const entry of log) {
    if (entry.type === 'cache_hit') {
      if (entry.source_task_id !== copiedFrom) seq = 0;
      copiedFrom = entry.source_task_id;
    }
    if (entry.type === 'chunk' && copiedFrom === source) seq = Number(entry.provider_cursor ?? seq);
  }
  return seq;
}

function copyEntry(entry: Entry, writer: LogWriter): void {
  if (entry.type === 'chunk') writer.writeChunk(entry.text, String(entry.seq));
  if (entry.type === 'attempt_started') {
    const { attempt, worker, provider, model, strategy, kept_chunks } = entry;
    writer.write({ type: 'attempt_started', attempt, worker, provider, model, strategy, kept_chunks });
  }
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
