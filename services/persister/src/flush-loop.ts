import type { TaskPart } from '@continuo/shared/postgres/task-part';
import { isTerminal } from '@continuo/shared/protocol/task-status';
import type { PersistedReply } from '@continuo/shared/redis/transitions';
import type { FlushBuffer, FlushedPart } from './flush-buffer.ts';
import type { MirroredTask } from './mirror-task.ts';
import type { PartOutcome } from './write-parts.ts';

export interface FlushLoopOptions {
  buffer: FlushBuffer<MirroredTask>;
  /** Commits parts; tries for as long as Postgres is away. */
  write: (parts: readonly TaskPart[]) => Promise<PartOutcome[]>;
  /** The transition of the same name; tries for as long as Redis is away. */
  persisted: (task: MirroredTask, seq: number) => Promise<PersistedReply>;
  onCommitted: (flushed: Committed) => void;
}

export interface Committed {
  tasks: number;
  entries: number;
  /** Age of the oldest entry at the commit, by Redis' clock and ours. */
  lagMs: number;
}

/** Commits what was collected, then tells Redis: in this order, or entries could expire unmirrored (invariant 7). */
export async function runFlushLoop(options: FlushLoopOptions): Promise<void> {
  const { buffer, write, persisted, onCommitted } = options;
  for (;;) {
    const flushed = await buffer.next();
    if (flushed.length === 0) return;
    const outcomes = await write(flushed.map(({ part }) => part));
    buffer.release(flushed);
    onCommitted(describe(flushed));
    const byTask = new Map(outcomes.map((outcome) => [outcome.taskId, outcome]));
    await Promise.all(
      flushed.map(async ({ task, part }) => {
        const outcome = byTask.get(task.taskId);
        if (outcome?.tag !== 'written') return outcome && task.end(outcome);
        task.part.origin = undefined;
        await confirm(persisted, task, outcome.seq, isTerminal(part.progress.status));
      }),
    );
  }
}

function describe(flushed: readonly FlushedPart<MirroredTask>[]): Committed {
  const oldest = Math.min(...flushed.map(({ part }) => part.entries[0]?.stored.at ?? Infinity));
  const entries = flushed.reduce((count, { part }) => count + part.entries.length, 0);
  return { tasks: flushed.length, entries, lagMs: Date.now() - oldest };
}

/** @param isWhole the terminal entry is committed, so that Redis must find the log covered */
export async function confirm(
  persisted: FlushLoopOptions['persisted'],
  task: MirroredTask,
  seq: number,
  isWhole: boolean,
): Promise<void> {
  const reply = await persisted(task, seq);
  if (reply.tag !== 'persisted') task.end(reply);
  else if (isWhole) task.end({ tag: 'failed', reason: 'Redis holds entries behind the terminal one' });
}
