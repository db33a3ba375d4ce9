import { setTimeout as sleep } from 'node:timers/promises';
import type { Cursor } from '@continuo/shared/protocol/cursor';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import { isTerminal } from '@continuo/shared/protocol/task-status';
import { emptyProgress, type TaskProgress } from '@continuo/shared/postgres/task-progress';
import type { TaskRecord } from '@continuo/shared/redis/task-record';
import type { TailEnd, TakeEntries } from '@continuo/shared/redis/task-tail';
import type { TaskRef } from '@continuo/shared/redis/transitions';
import { backoffMs, type BackoffPolicy } from '@continuo/shared/runtime/backoff';
import type { CollectedTask } from './flush-buffer.ts';
import { originOf } from './origin-of.ts';
import type { PartOutcome } from './write-parts.ts';

/** What keeps a task from being mirrored. */
export type MirrorTrouble =
  | Exclude<PartOutcome, { tag: 'written' | 'deleted' }>
  /** Redis has the task and not its stream, or less of it than Postgres, or than was read: a store lost data. */
  | { tag: 'gone' }
  | { tag: 'rewound'; to: Cursor }
  | { tag: 'behind'; seq: number }
  | { tag: 'failed'; reason: string };

export type MirrorEnd =
  /** Its whole log is committed, and Redis knows. */
  | { tag: 'covered' }
  /** Redis does not know the task: nothing is left to mirror. */
  | { tag: 'unknown' }
  /** Its conversation was deleted, and so it was removed from Redis. */
  | { tag: 'deleted' }
  /** Left to others. */
  | { tag: 'stopped' }
  | MirrorTrouble;

/** A task while its entries are collected and flushed. */
export interface MirroredTask extends CollectedTask, TaskRef {
  end: (end: MirrorEnd) => void;
}

export interface MirrorOptions {
  readRecord: (taskId: TaskId, signal: AbortSignal) => Promise<TaskRecord | undefined>;
  readProgress: (taskId: TaskId, signal: AbortSignal) => Promise<TaskProgress | undefined>;
  /** Whether both stores hold the same entry at `seq`. */
  isSameEntry: (taskId: TaskId, seq: number, signal: AbortSignal) => Promise<boolean>;
  follow: (taskId: TaskId, after: Cursor, take: TakeEntries, signal: AbortSignal) => Promise<TailEnd>;
  collect: (task: MirroredTask, entries: Parameters<TakeEntries>[0]) => ReturnType<TakeEntries>;
  /** Throws away what was collected and not flushed. */
  drop: (task: MirroredTask) => void;
  /** Tells Redis that Postgres holds the whole log up to `seq`, the terminal entry; ends the task. */
  confirmWhole: (task: MirroredTask, seq: number) => Promise<void>;
  /** Removes a task from Redis whose conversation was deleted. */
  forget: (task: TaskRecord, signal: AbortSignal) => Promise<void>;
  onTrouble: (taskId: TaskId, trouble: MirrorTrouble, attempt: number) => void;
}

/** A task that cannot be mirrored is tried again ever more rarely. Nothing of it expires meanwhile. */
const AFTER_TROUBLE: BackoffPolicy = { firstMs: 1_000, maxMs: 60_000 };

/** Where to begin: at `known` where Postgres is; else at the first entry, comparing what is there already. */
export type MirrorStart = 'new' | 'known' | 'compare';

/**
 * Follows a task until Postgres holds its whole log.
 *
 * @param start `known` when somebody may have mirrored some of it
 * @param setActive told when the task begins and ceases to take up room
 */
export async function mirrorTask(
  options: MirrorOptions,
  taskId: TaskId,
  start: MirrorStart,
  stop: AbortSignal,
  setActive: (isActive: boolean) => void,
): Promise<Exclude<MirrorEnd, MirrorTrouble>['tag']> {
  let next = start;
  for (let attempt = 1; ; attempt += 1) {
    setActive(true);
    const end = await mirrorOnce(options, taskId, next, stop).finally(() => setActive(false));
    if (isEnd(end)) return end.tag;
    // Removed meanwhile, with its conversation.
    if (!(await options.readRecord(taskId, stop))) return 'unknown';
    options.onTrouble(taskId, end, attempt);
    // To go on behind entries that differ would hide them.
    next = end.tag === 'diverged' ? 'compare' : 'known';
    await sleep(backoffMs(attempt, AFTER_TROUBLE), undefined, { signal: stop });
  }
}

function isEnd(end: MirrorEnd): end is Exclude<MirrorEnd, MirrorTrouble> {
  return end.tag === 'covered' || end.tag === 'unknown' || end.tag === 'deleted' || end.tag === 'stopped';
}

async function mirrorOnce(
  options: MirrorOptions,
  taskId: TaskId,
  start: MirrorStart,
  stop: AbortSignal,
): Promise<MirrorEnd> {
  const record = await options.readRecord(taskId, stop);
  if (!record) return { tag: 'unknown' };
  const wasMirrored = start === 'known' || record.persistedSeq > 0 || record.incarnation > 0;
  const mayGoOn = wasMirrored && start !== 'compare';
  const progress = mayGoOn ? await options.readProgress(taskId, stop) : undefined;
  if (progress) {
    const { seq } = progress;
    if (seq > record.seq) return { tag: 'behind', seq: record.seq };
    if (!(await options.isSameEntry(taskId, seq, stop))) return { taskId, tag: 'diverged', seqs: [seq] };
  }
  const end = await collectAll(options, record, progress, stop);
  if (end.tag === 'deleted') await options.forget(record, stop);
  return end;
}

/** Collects from where Postgres is, until the flushes say how it ended. */
async function collectAll(
  { follow, collect, drop, confirmWhole }: MirrorOptions,
  record: TaskRecord,
  progress: TaskProgress | undefined,
  stop: AbortSignal,
): Promise<MirrorEnd> {
  const { taskId } = record;
  const ended = Promise.withResolvers<MirrorEnd>();
  const task = startTask(record, progress, ended.resolve);
  const after = { seq: progress?.seq ?? 0, incarnation: record.incarnation };
  const following = new AbortController();
  const leave = (): void => {
    task.end({ tag: 'stopped' });
    following.abort();
  };
  stop.addEventListener('abort', leave);
  try {
    if (progress && isTerminal(progress.status)) {
      await confirmWhole(task, progress.seq);
    } else {
      void followInto(task, () =>
        follow(taskId, after, (entries) => collect(task, entries), following.signal),
      );
    }
    const end = await ended.promise;
    // What was collected of a task that is left to others is good, and is still flushed.
    if (end.tag !== 'stopped') drop(task);
    return end;
  } finally {
    stop.removeEventListener('abort', leave);
    following.abort();
  }
}

/** A tail that reached the terminal entry ends nothing yet: that entry is still to be committed. */
async function followInto(task: MirroredTask, follow: () => Promise<TailEnd>): Promise<void> {
  try {
    const end = await follow();
    if (end.tag === 'aborted') task.end({ tag: 'stopped' });
    else if (end.tag !== 'terminal') task.end(end);
  } catch (error) {
    task.end({ tag: 'failed', reason: String(error) });
  }
}

function startTask(
  record: TaskRecord,
  progress: TaskProgress | undefined,
  end: MirroredTask['end'],
): MirroredTask {
  const { taskId, requestHash } = record;
  const origin = progress ? undefined : originOf(record);
  // Postgres may have heard first of a rebuilding: what is read from now on is of the log that came of it.
  const { incarnation } = record;
  const part = { taskId, entries: [], progress: { ...(progress ?? emptyProgress()), incarnation }, origin };
  const task: MirroredTask = {
    taskId,
    requestHash,
    part,
    isEnded: false,
    end: (outcome) => {
      task.isEnded = true;
      end(outcome);
    },
  };
  return task;
}
