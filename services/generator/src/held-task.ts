import type { AttemptPlan } from './attempts/plan-attempt.ts';
import type { Fence, TaskRef } from '@continuo/shared/redis/transitions';
import type { TaskRecord } from '@continuo/shared/redis/task-record';
import type { TaskView } from '@continuo/shared/protocol/fold-task';

/** A task that this process holds: what the log said when it was claimed, and the proof that we may write. */
export interface HeldTask {
  ref: TaskRef;
  fence: Fence;
  record: TaskRecord;
  /** From its first attempt to this claim, ms: by Redis' clock, since ours may be anywhere. */
  ageMs: number;
  /** When the claim was sent, by the monotonic clock: its lease runs from then at the earliest. */
  claimedAtMs: number;
  /** What the log says now: every entry that is stored is taken into it. */
  view: TaskView;
  /** The attempt whose entry opened the epoch; undefined for a task that copies another. */
  plan: AttemptPlan | undefined;
}

/** Why work on a task stops before the answer ends. */
export type StopReason =
  /** Somebody else holds it, or nobody can tell: write nothing more. */
  | 'lost'
  /** A cancel is stored: end it as cancelled. */
  | 'cancel_requested'
  /** This process is going away: hand it over. */
  | 'drain'
  /** It took longer than a task may take: end it as failed. */
  | 'deadline';

/** The one door through which work on a task is stopped; the first reason stays. */
export class StopSignal {
  readonly #controller = new AbortController();
  #heldUntilMs = Infinity;

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get reason(): StopReason | undefined {
    return this.signal.aborted ? (this.signal.reason as StopReason) : undefined;
  }

  stop(reason: StopReason): void {
    if (!this.signal.aborted) this.#controller.abort(reason);
  }

  /** @param heldUntilMs when the task counts as lost unless it is renewed, by the monotonic clock */
  holdUntil(heldUntilMs: number): void {
    this.#heldUntilMs = heldUntilMs;
  }

  /**
   * Asked before what costs money. By the clock, too: a process that was frozen goes on where it stood, before any of
   * its timers has fired.
   */
  isStopped(): boolean {
    if (performance.now() >= this.#heldUntilMs) this.stop('lost');
    return this.signal.aborted;
  }
}
