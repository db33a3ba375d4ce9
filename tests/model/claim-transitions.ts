import type { EntryDraft } from '@continuo/shared/protocol/entry';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import { isTerminal, type TaskStatus } from '@continuo/shared/protocol/task-status';
import type { Fence } from '@continuo/shared/redis/transitions';
import { isHolder, staleEpoch, type Outcome } from './outcome.ts';
import type { Rules } from './rules.ts';
import { putTask, write, type ModelRedis, type ModelTask } from './state.ts';

/**
 * Transitions of `shared/src/redis/scripts/` as pure functions: the state before, the state after and the reply. A
 * refusal returns the very state it was given. What each does stands at the head of its script.
 */

const NEW_TASK: ModelTask = {
  status: 'queued',
  epoch: 0,
  nonce: undefined,
  isLeased: false,
  seq: 0,
  incarnation: 0,
  persisted: 0,
  attempts: 0,
  isCancelRequested: false,
  follows: undefined,
  entries: [],
  isRequested: true,
  isPendingForGenerators: true,
  isPendingForPersisters: true,
  mayExpire: false,
  trueHolder: undefined,
};

/** Both groups read the request at once: the model has no place where it waits unread. */
export function submit(
  redis: ModelRedis,
  rules: Rules,
  id: TaskId,
  source: TaskId | undefined,
  drafts: readonly EntryDraft[],
): Outcome {
  if (redis.tasks[id]) return [redis, { tag: 'exists' }];
  const answering = redis.cache;
  const status = answering && redis.tasks[answering]?.status;
  if (answering && status === 'completed') {
    if (source !== answering) return [redis, { tag: 'cached', source: answering }];
    const task = write({ ...NEW_TASK, status: 'completed' }, 0, drafts);
    return [putTask(redis, id, task), { tag: 'created', status: 'completed' }];
  }
  const follows = rules.submitFollows && isGoingOn(status) ? answering : undefined;
  const task = write({ ...NEW_TASK, follows }, 0, drafts.slice(0, 1));
  const next = putTask(redis, id, task);
  return [
    follows ? next : { ...next, cache: id },
    { tag: 'created', status: 'queued', ...(follows && { follows }) },
  ];
}

export function openEpoch(
  redis: ModelRedis,
  rules: Rules,
  id: TaskId,
  args: { head: number; incarnation: number; nonce: string },
  opening: EntryDraft,
): Outcome {
  const task = redis.tasks[id];
  if (!task) return [redis, { tag: 'unknown' }];
  if (isTerminal(task.status)) {
    return [
      putTask(redis, id, { ...task, isPendingForGenerators: false }),
      { tag: 'terminal', status: task.status },
    ];
  }
  if (task.nonce === args.nonce) {
    const tag = task.isCancelRequested ? 'cancel_requested' : 'opened';
    return [redis, { tag, epoch: task.epoch, seq: task.seq }];
  }
  if (rules.claimChecksLease && task.isLeased) return [redis, { tag: 'busy' }];
  const isRebuilt = rules.claimChecksIncarnation && task.incarnation !== args.incarnation;
  if (isRebuilt || (rules.claimChecksHead && task.seq !== args.head))
    return [redis, { tag: 'moved', seq: task.seq }];

  const epoch = task.epoch + 1;
  const held: ModelTask = {
    ...task,
    status: 'running',
    epoch,
    nonce: args.nonce,
    isLeased: true,
    trueHolder: args.nonce,
    isPendingForGenerators: task.isPendingForGenerators && rules.claimLeavesPending,
  };
  if (rules.claimChecksCancel && task.isCancelRequested) {
    return [putTask(redis, id, held), { tag: 'cancel_requested', epoch, seq: task.seq }];
  }
  const attempts = task.attempts + (opening.type === 'attempt_started' ? 1 : 0);
  const opened = write({ ...held, attempts }, epoch, [opening]);
  return [putTask(redis, id, opened), { tag: 'opened', epoch, seq: opened.seq }];
}

export function renew(redis: ModelRedis, rules: Rules, id: TaskId, fence: Fence): Outcome {
  const task = redis.tasks[id];
  const isOurs = !rules.renewChecksFence || (task && isHolder(rules, task, fence));
  if (task?.status !== 'running' || !isOurs) return [redis, { tag: 'lost' }];
  const tag = task.isCancelRequested ? 'cancel_requested' : 'renewed';
  return [putTask(redis, id, { ...task, isLeased: true }), { tag }];
}

export function release(redis: ModelRedis, rules: Rules, id: TaskId, fence: Fence): Outcome {
  const task = redis.tasks[id];
  const isOurs = !rules.releaseChecksFence || (task && isHolder(rules, task, fence));
  if (task?.status !== 'running' || !isOurs) return [redis, staleEpoch(task)];
  const free = { ...task, isLeased: false, nonce: undefined, trueHolder: undefined };
  return [putTask(redis, id, free), { tag: 'released' }];
}

export function elect(
  redis: ModelRedis,
  rules: Rules,
  id: TaskId,
  args: Fence & { abandoned: TaskId },
): Outcome {
  const task = redis.tasks[id];
  if (task?.status !== 'running' || !isHolder(rules, task, args)) return [redis, staleEpoch(task)];
  const answering = redis.cache;
  if (answering && answering !== id && answering !== args.abandoned) {
    const status = redis.tasks[answering]?.status;
    if (isGoingOn(status) || status === 'completed') {
      const next = putTask(redis, id, { ...task, follows: answering });
      return [next, { tag: 'follow', source: answering }];
    }
  }
  const next = putTask(redis, id, { ...task, follows: undefined });
  return [rules.electNamesLeader ? { ...next, cache: id } : next, { tag: 'lead' }];
}

/** Time passes: nobody has renewed. */
export function runOut(redis: ModelRedis, id: TaskId): ModelRedis {
  const task = redis.tasks[id];
  return task?.isLeased ? putTask(redis, id, { ...task, isLeased: false }) : redis;
}

function isGoingOn(status: TaskStatus | undefined): boolean {
  return status === 'queued' || status === 'running';
}
