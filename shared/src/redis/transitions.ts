import type { EntryDraft } from '../protocol/entry.ts';
import type { TaskId } from '../protocol/task-id.ts';
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
}

export type SubmitReply =
  | { tag: 'exists' }
  | { tag: 'overloaded' }
  | { tag: 'cached'; source: TaskId }
  | { tag: 'created'; status: TaskStatus; follows?: TaskId };

export type OpenEpochReply =
  | { tag: 'opened'; epoch: number; seq: number; at: number }
  | { tag: 'cancel_requested'; epoch: number; seq: number }
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
  openEpoch(
    task: TaskRef,
    args: { head: number; nonce: string; holder: string; leaseMs: number },
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
    /** `isDead`: the task goes to the dead-letter stream too. */
    args: Fence & { head: number; cacheMs: number; isDead?: boolean },
    terminal: EntryDraft,
  ): Promise<FinishReply>;
  cancel(task: TaskRef): Promise<CancelTaskReply>;
  release(task: TaskRef, args: Fence & { holder: string }): Promise<ReleaseReply>;
  persisted(
    task: TaskRef,
    args: { seq: number; streamRetentionMs: number; recordRetentionMs: number },
  ): Promise<PersistedReply>;
  elect(task: TaskRef, args: Fence & { abandoned: TaskId; cacheRunningMs: number }): Promise<ElectReply>;
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

export function makeTransitions(redis: Redis): Transitions {
  function define<Reply>(name: string) {
    const run = defineScript(redis, name);
    return async (task: TaskRef, args: object, drafts?: Drafts): Promise<Reply> =>
      (await run(
        task.taskId,
        task.requestHash,
        { ...toSnakeCase(task), ...toSnakeCase(args) },
        drafts,
      )) as Reply;
  }
  const openEpoch = define<OpenEpochReply>('open_epoch');
  const finish = define<FinishReply>('finish');
  const cancel = define<CancelTaskReply>('cancel');
  return {
    submit: define<SubmitReply>('submit'),
    openEpoch: (task, args, opening) => openEpoch(task, args, [opening]),
    renew: define<RenewReply>('renew'),
    append: define<AppendReply>('append'),
    finish: (task, args, terminal) => finish(task, args, [terminal]),
    cancel: (task) => cancel(task, {}, [{ type: 'cancel_requested' }, { type: 'cancelled' }]),
    release: define<ReleaseReply>('release'),
    persisted: define<PersistedReply>('persisted'),
    elect: define<ElectReply>('elect'),
  };
}
