import { randomBytes } from 'node:crypto';
import { decodeEntry, type EntryBodies, type EntryDraft } from '@continuo/shared/protocol/entry';
import { foldEntry, foldTask, type TaskView } from '@continuo/shared/protocol/fold-task';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import type { TaskRecord } from '@continuo/shared/redis/task-record';
import { readWholeLog, type ReadLog } from '@continuo/shared/redis/task-stream';
import type { OpenEpochReply, Transitions } from '@continuo/shared/redis/transitions';
import { estimateUntold } from './attempts/estimate-usage.ts';
import { attemptEntry, planAttempt, type AttemptPlan } from './attempts/plan-attempt.ts';
import type { Targets } from './attempts/targets.ts';
import type { HeldTask } from './held-task.ts';

export interface ClaimOptions {
  transitions: Transitions;
  readRecord: (taskId: TaskId) => Promise<TaskRecord | undefined>;
  readLog: ReadLog;
  targets: Targets;
  worker: string;
  leaseMs: number;
}

export type Claim =
  | { tag: 'claimed'; task: HeldTask }
  /** Held, but only to be ended: a cancel was stored before. */
  | { tag: 'cancel_requested'; task: HeldTask }
  /** Not ours now; a later look-round comes back to it. */
  | { tag: 'not_now'; why: 'busy' | 'grace' | 'moved' }
  /** Nothing is left to do. `unknown`: the request entry leads nowhere. */
  | { tag: 'over'; why: 'terminal' | 'unknown' };

/** A log that moves between plan and claim was being ended by its last holder; more than this is no accident. */
const PLANS_MAX = 3;

/**
 * Becomes the holder of a task: reads its log, plans the opening entry on it, and opens an epoch on condition
 * that the log has not moved since.
 */
export async function claimTask(options: ClaimOptions, taskId: TaskId): Promise<Claim> {
  const nonce = randomBytes(16).toString('hex');
  for (let plan = 1; plan <= PLANS_MAX; plan += 1) {
    const record = await options.readRecord(taskId);
    if (!record) return { tag: 'over', why: 'unknown' };
    const log = await readWholeLog(options.readLog, taskId);
    const view = foldTask(log.map(decodeEntry));
    const ref = { taskId, requestHash: record.requestHash };
    const opening = planOpening(record, view, options);
    const claimedAtMs = performance.now();
    const reply = await options.transitions.openEpoch(
      ref,
      {
        head: view.seq,
        incarnation: record.incarnation,
        nonce,
        holder: options.worker,
        leaseMs: options.leaseMs,
      },
      opening.entry,
    );
    const claim = toClaim(reply, (epoch, at) => ({
      ref,
      fence: { epoch, nonce },
      record,
      ageMs: at - (record.startedAt ?? at),
      claimedAtMs,
      view,
      plan: opening.plan,
    }));
    if (claim?.tag === 'claimed') takeEntries(claim.task, view.seq + 1, [opening.entry]);
    if (claim) return claim;
  }
  return { tag: 'not_now', why: 'moved' };
}

/** Takes entries that are stored now into the view of the task. */
export function takeEntries(
  { view, fence, record }: HeldTask,
  firstSeq: number,
  drafts: readonly EntryDraft[],
): void {
  for (const [i, draft] of drafts.entries()) {
    const header = { seq: firstSeq + i, incarnation: record.incarnation, epoch: fence.epoch, at: Date.now() };
    foldEntry(view, { ...header, ...draft });
  }
}

/** Undefined: plan again. */
function toClaim(reply: OpenEpochReply, hold: (epoch: number, at: number) => HeldTask): Claim | undefined {
  switch (reply.tag) {
    case 'opened':
      return { tag: 'claimed', task: hold(reply.epoch, reply.at) };
    case 'cancel_requested':
      return { tag: 'cancel_requested', task: hold(reply.epoch, reply.at) };
    case 'busy':
    case 'grace':
      return { tag: 'not_now', why: reply.tag };
    case 'terminal':
    case 'unknown':
      return { tag: 'over', why: reply.tag };
    case 'moved':
      return undefined;
  }
}

/** The entry that opens an epoch: whose text this holder is going to write, and what of the stored it keeps. */
function planOpening(
  record: TaskRecord,
  view: TaskView,
  { targets, worker }: Pick<ClaimOptions, 'targets' | 'worker'>,
): { entry: EntryDraft; plan: AttemptPlan | undefined } {
  if (record.follows !== undefined) return { entry: planFollowing(record.follows, view), plan: undefined };
  const target = targets.targetOf(record.request, view);
  const plan = planAttempt(view, target, targets.capabilityOf(target));
  const started = attemptEntry(plan, worker, estimateUntold(view, record.request));
  return { entry: { ...started, ...tellPreviousEnd(record, view) }, plan };
}

/** A release leaves neither lease nor holder, as does a rebuild of the log; a death leaves both. */
function tellPreviousEnd(
  { leaseUntil, holder, incarnation }: TaskRecord,
  { attempts, incarnation: logIncarnation }: TaskView,
): Pick<EntryBodies['attempt_started'], 'previous_end'> {
  const last = attempts.at(-1);
  if (!last || last.end) return {};
  if (leaseUntil > 0 || holder !== undefined) return { previous_end: 'worker_lost' };
  return incarnation === logIncarnation ? { previous_end: 'handed_over' } : {};
}

/** Copied text stays where it was copied from the same task. */
function planFollowing(source: TaskId, view: TaskView): EntryDraft {
  const isSameSource = view.sourceTaskId === source;
  return { type: 'cache_hit', source_task_id: source, kept_chunks: isSameSource ? view.chunks.length : 0 };
}
