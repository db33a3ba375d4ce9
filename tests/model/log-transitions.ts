import type { EntryDraft } from '@continuo/shared/protocol/entry';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import { isTerminal } from '@continuo/shared/protocol/task-status';
import type { Fence } from '@continuo/shared/redis/transitions';
import type { TerminalDraft } from './drafts.ts';
import { isHolder, type Outcome } from './outcome.ts';
import type { Rules } from './rules.ts';
import { putTask, write, type ModelRedis } from './state.ts';

/**
 * Transitions of `shared/src/redis/scripts/` as pure functions: the state before, the state after and the reply. A
 * refusal returns the very state it was given. What each does stands at the head of its script.
 */

export function append(
  redis: ModelRedis,
  rules: Rules,
  id: TaskId,
  args: Fence & { from: number },
  drafts: readonly EntryDraft[],
): Outcome {
  const task = redis.tasks[id];
  if (!task) return [redis, { tag: 'closed' }];
  if (rules.appendChecksEnd && isTerminal(task.status))
    return [redis, { tag: 'closed', status: task.status }];
  if (!isHolder(rules, task, args)) return [redis, { tag: 'stale_epoch', epoch: task.epoch }];
  if (rules.appendChecksCancel && task.isCancelRequested) return [redis, { tag: 'cancel_requested' }];
  if (rules.checksSeq && args.from > task.seq + 1) return [redis, { tag: 'gap', seq: task.seq }];

  const news = rules.checksSeq ? drafts.slice(task.seq + 1 - args.from) : drafts;
  const attempts = task.attempts + news.filter((draft) => draft.type === 'attempt_started').length;
  const grown = write({ ...task, attempts, isLeased: true }, args.epoch, news);
  return [putTask(redis, id, grown), { tag: 'appended', seq: grown.seq }];
}

export function finish(
  redis: ModelRedis,
  rules: Rules,
  id: TaskId,
  args: Fence & { head: number },
  terminal: TerminalDraft,
): Outcome {
  const task = redis.tasks[id];
  if (!task) return [redis, { tag: 'already' }];
  if (rules.finishChecksEnd && isTerminal(task.status)) {
    return [redis, { tag: 'already', status: task.status }];
  }
  if (!isHolder(rules, task, args)) return [redis, { tag: 'stale_epoch', epoch: task.epoch }];
  const isCancelled = task.isCancelRequested && rules.finishChecksCancel;
  if (isCancelled && terminal.type !== 'cancelled') return [redis, { tag: 'cancel_requested' }];
  if (!isCancelled && args.head !== task.seq) return [redis, { tag: 'gap', seq: task.seq }];

  const ended = write(
    { ...task, status: terminal.type, isLeased: false, isPendingForGenerators: false },
    args.epoch,
    [terminal],
  );
  const next = putTask(redis, id, ended);
  const isKept = redis.cache !== id || terminal.type === 'completed';
  return [isKept ? next : { ...next, cache: undefined }, { tag: 'finished', seq: ended.seq }];
}

export function cancel(redis: ModelRedis, id: TaskId): Outcome {
  const task = redis.tasks[id];
  if (!task) return [redis, { tag: 'unknown' }];
  if (isTerminal(task.status)) return [redis, { tag: 'already', status: task.status }];
  const intent: readonly EntryDraft[] = task.isCancelRequested ? [] : [{ type: 'cancel_requested' }];
  const asked = { ...task, isCancelRequested: true };
  if (task.isLeased) {
    return [putTask(redis, id, write(asked, task.epoch, intent)), { tag: 'requested' }];
  }
  const epoch = task.epoch + 1;
  const free = { ...asked, epoch, nonce: undefined, trueHolder: undefined, isPendingForGenerators: false };
  const ended = write({ ...free, status: 'cancelled' }, epoch, [...intent, { type: 'cancelled' }]);
  const next = putTask(redis, id, ended);
  return [redis.cache === id ? { ...next, cache: undefined } : next, { tag: 'cancelled', seq: ended.seq }];
}

export function persisted(redis: ModelRedis, id: TaskId, seq: number): Outcome {
  const task = redis.tasks[id];
  if (!task) return [redis, { tag: 'unknown' }];
  const known = { ...task, persisted: Math.max(task.persisted, seq) };
  if (!isTerminal(task.status) || known.persisted < task.seq) {
    return [putTask(redis, id, known), { tag: 'persisted', seq: known.persisted }];
  }
  const covered = { ...known, isRequested: false, mayExpire: true };
  const acked = { ...covered, isPendingForGenerators: false, isPendingForPersisters: false };
  return [putTask(redis, id, acked), { tag: 'covered' }];
}

/** Time passes: the stream of a task goes when its retention is over. Not a script, but Redis itself. */
export function expire(redis: ModelRedis, rules: Rules, id: TaskId): ModelRedis {
  const task = redis.tasks[id];
  if (!task || !isTerminal(task.status)) return redis;
  if (rules.expiryWaitsForMirror && !task.mayExpire) return redis;
  return putTask(redis, id, { ...task, entries: undefined });
}
