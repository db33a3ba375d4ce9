import { formatCursor } from '../protocol/cursor.ts';
import { encodeData, type EntryDraft, type StoredEntry } from '../protocol/entry.ts';
import type { BatchId, TaskId } from '../protocol/task-id.ts';
import type { TaskStatus, TerminalStatus } from '../protocol/task-status.ts';
import type { Redis } from './connection.ts';
import { defineScript } from './scripts.ts';

/**
 * The transitions of a task (design section 5). Each is one atomic script; what it checks, does and refuses
 * stands in the head of `scripts/<name>.lua`. All are safe to send twice.
 */

/** A task as far as a transition needs to name it. */
export interface TaskRef {
  taskId: TaskId;
  requestHash: string;
}

/** Proof of who may write: the epoch, and the nonce of the claim that opened it. */
export interface Fence {
  epoch: number;
  nonce: string;
}

export interface SubmitArgs {
  owner: string;
  conversationId: string;
  /** The chat request as JSON text. */
  request: string;
  /** Most entries of the request stream; above it the task is shed. */
  requestsMax: number;
  cacheable: boolean;
  /** How long the cache names a running task at most. */
  cacheRunningMs: number;
  /** The completed task whose answer the drafts carry. */
  source?: TaskId;
  /** A completed task whose answer cannot be had: this one becomes the one that answers the request. */
  unreadable?: TaskId;
  /** The Idempotency-Key under which it was asked for: it goes when the task is forgotten. */
  idempotencyKey?: string | undefined;
}

export type SubmitReply =
  | { tag: 'exists' }
  | { tag: 'overloaded' }
  | { tag: 'cached'; source: TaskId }
  | { tag: 'created'; status: TaskStatus; follows?: TaskId };

/** Without the cache: a retry goes on with a text of its own, so it neither takes nor gives an answer. */
export interface RetryArgs extends Pick<SubmitArgs, 'owner' | 'conversationId' | 'request' | 'requestsMax'> {
  /** Id of the dead letter, which goes in the same atom. */
  deadLetter: string;
}

export type RetryReply =
  | { tag: 'exists' }
  | { tag: 'overloaded' }
  | { tag: 'no_letter' }
  | { tag: 'created'; status: TaskStatus };

/** What a dead letter says of a task beside what Redis knows of it. */
export interface DeadTask {
  attempts: number;
  /** Of the attempt that ran last. */
  provider: string;
  model: string;
  /** Of the text that is kept. */
  chunks: number;
  characters: number;
}

/** What Postgres knows of an unfinished task beside its log. Times in unix ms. */
export interface RestoreArgs {
  owner: string;
  conversationId: string;
  /** The chat request as JSON text. */
  request: string;
  /** Seq of the last entry in Postgres. */
  head: number;
  /** The next one, which Postgres has already. */
  incarnation: number;
  epoch: number;
  attempts: number;
  createdAt: number;
  startedAt?: number | undefined;
  cancelRequested?: number | undefined;
  batchId?: BatchId | undefined;
  cacheable: boolean;
  cacheRunningMs: number;
}

export type RestoreReply =
  | { tag: 'restored'; follows?: TaskId }
  | { tag: 'current' }
  | { tag: 'newer' }
  | { tag: 'forgotten' }
  | { tag: 'terminal'; status: TerminalStatus }
  | { tag: 'partial'; seq: number };

export type OpenEpochReply =
  | { tag: 'opened'; epoch: number; seq: number; at: number }
  | { tag: 'cancel_requested'; epoch: number; seq: number; at: number }
  | { tag: 'busy'; lease: number }
  | { tag: 'grace' }
  | { tag: 'moved'; seq: number }
  | { tag: 'terminal'; status: TerminalStatus }
  | { tag: 'unknown' };

export type RenewReply = { tag: 'renewed' } | { tag: 'cancel_requested' } | { tag: 'lost' };

export type AppendReply =
  | { tag: 'appended'; seq: number }
  | { tag: 'closed'; status?: TerminalStatus }
  | { tag: 'stale_epoch'; epoch: number }
  | { tag: 'cancel_requested' }
  | { tag: 'gap'; seq: number };

export type FinishReply =
  | { tag: 'finished'; seq: number }
  | { tag: 'already'; status?: TerminalStatus }
  | { tag: 'stale_epoch'; epoch: number }
  | { tag: 'cancel_requested' }
  | { tag: 'gap'; seq: number };

export type CancelTaskReply =
  | { tag: 'requested' }
  | { tag: 'cancelled'; seq: number }
  | { tag: 'already'; status: TerminalStatus }
  | { tag: 'unknown' };

export type ReleaseReply = { tag: 'released' } | { tag: 'stale_epoch'; epoch: number };
export type PersistedReply = { tag: 'persisted'; seq: number } | { tag: 'covered' } | { tag: 'unknown' };
export type ElectReply =
  | { tag: 'lead' }
  | { tag: 'follow'; source: TaskId }
  | { tag: 'stale_epoch'; epoch: number };

type Drafts = readonly EntryDraft[];

export interface Transitions {
  submit(task: TaskRef, args: SubmitArgs, drafts: Drafts): Promise<SubmitReply>;
  /** The submit of a task that retries a dead letter. @param drafts `accepted` and the chunks that were kept */
  retry(task: TaskRef, args: RetryArgs, drafts: Drafts): Promise<RetryReply>;
  openEpoch(
    task: TaskRef,
    /** `head` and `incarnation` of the log that the opening was planned on. */
    args: { head: number; incarnation: number; nonce: string; holder: string; leaseMs: number },
    opening: EntryDraft,
  ): Promise<OpenEpochReply>;
  renew(task: TaskRef, args: Fence & { holder: string; leaseMs: number }): Promise<RenewReply>;
  append(
    task: TaskRef,
    args: Fence & { from: number; leaseMs: number },
    drafts: Drafts,
  ): Promise<AppendReply>;
  finish(
    task: TaskRef,
    /** `dead`: the task goes to the dead-letter stream too. */
    args: Fence & { head: number; cacheMs: number; dead?: DeadTask | undefined },
    terminal: EntryDraft,
  ): Promise<FinishReply>;
  cancel(task: TaskRef): Promise<CancelTaskReply>;
  release(task: TaskRef, args: Fence & { holder: string }): Promise<ReleaseReply>;
  persisted(
    task: TaskRef,
    args: { seq: number; streamRetentionMs: number; recordRetentionMs: number },
  ): Promise<PersistedReply>;
  elect(task: TaskRef, args: Fence & { abandoned: TaskId; cacheRunningMs: number }): Promise<ElectReply>;
  restore(task: TaskRef, args: RestoreArgs, entries: readonly StoredEntry[]): Promise<RestoreReply>;
  /** @param args `markMs`: how long nothing can restore it */
  forget(task: TaskRef, args: { markMs: number }): Promise<{ tag: 'forgotten' }>;
}

/** Named arguments cross into Lua in the words of the wire. */
function toSnakeCase(args: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => [
      name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
}

function toColumns(drafts: Drafts): string[] {
  return drafts.flatMap((draft) => [draft.type, encodeData(draft)]);
}

function toStoredColumns(entries: readonly StoredEntry[]): string[] {
  return entries.flatMap((entry) => [
    formatCursor(entry),
    entry.type,
    String(entry.epoch),
    String(entry.at),
    entry.data,
  ]);
}

export function makeTransitions(redis: Redis): Transitions {
  function defineRaw<Reply>(name: string) {
    const run = defineScript(redis, name);
    return async (task: TaskRef, args: object, columns: readonly string[]): Promise<Reply> =>
      (await run(
        task.taskId,
        task.requestHash,
        { ...toSnakeCase(task), ...toSnakeCase(args) },
        columns,
      )) as Reply;
  }
  function define<Reply>(name: string) {
    const run = defineRaw<Reply>(name);
    return (task: TaskRef, args: object, drafts: Drafts = []): Promise<Reply> =>
      run(task, args, toColumns(drafts));
  }
  const restore = defineRaw<RestoreReply>('restore');
  const openEpoch = define<OpenEpochReply>('open_epoch');
  const finish = define<FinishReply>('finish');
  const cancel = define<CancelTaskReply>('cancel');
  const forget = define<{ tag: 'forgotten' }>('forget');
  return {
    submit: define<SubmitReply>('submit'),
    retry: define<RetryReply>('submit'),
    openEpoch: (task, args, opening) => openEpoch(task, args, [opening]),
    renew: define<RenewReply>('renew'),
    append: define<AppendReply>('append'),
    finish: (task, args, terminal) => finish(task, args, [terminal]),
    cancel: (task) => cancel(task, {}, [{ type: 'cancel_requested' }, { type: 'cancelled' }]),
    release: define<ReleaseReply>('release'),
    persisted: define<PersistedReply>('persisted'),
    elect: define<ElectReply>('elect'),
    forget: (task, args) => forget(task, args, [{ type: 'cancelled' }]),
    restore: (task, args, entries) => restore(task, args, toStoredColumns(entries)),
  };
}
