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
  /** How many of the copied chunks count. */
  countedChunks: number;
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
  const copy = makeCopier(options);
  let last: Entry | undefined;
  const end = await tail.follow(
    source,
    afterSeq,
    (entries) => {
      for (const entry of entries.map(decodeEntry)) {
        last = entry;
        copy(entry);
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

/** Copies chunks, and what cuts them: text that the source has taken back must not count here. */
function makeCopier({ source, writer, countedChunks }: FollowOptions): (entry: Entry) => void {
  let counted = countedChunks;
  return (entry) => {
    if (entry.type === 'chunk') {
      writer.writeChunk(entry.text, String(entry.seq));
      counted += 1;
    }
    const kept = entry.type === 'attempt_started' || entry.type === 'cache_hit' ? entry.kept_chunks : counted;
    if (kept < counted) {
      writer.write({ type: 'cache_hit', source_task_id: source, kept_chunks: kept });
      counted = kept;
    }
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
