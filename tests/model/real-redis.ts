import { randomBytes, randomUUID } from 'node:crypto';
import { encodeData } from '@continuo/shared/protocol/entry';
import { makeTaskId, type TaskId } from '@continuo/shared/protocol/task-id';
import type { Redis } from '@continuo/shared/redis/connection';
import {
  cacheKey,
  entriesKey,
  GENERATORS,
  PERSISTERS,
  requestsKey,
  taskKey,
} from '@continuo/shared/redis/keys';
import { ensureGroup, type GroupName } from '@continuo/shared/redis/request-stream';
import { makeTransitions, type TaskRef, type Transitions } from '@continuo/shared/redis/transitions';
import type { Call } from './calls.ts';
import { lookAtRedis, type VisibleState } from './look-at-redis.ts';
import type { ModelRedis, ModelTask } from './state.ts';

/** The tasks of one schedule on a real Redis, seen with the eyes of the model. */
export interface RealRedis {
  readonly taskIds: readonly TaskId[];
  /** Sends a call to the script of its name. */
  send: (call: Call) => Promise<unknown>;
  runOut: (task: TaskId) => Promise<void>;
  expireStream: (task: TaskId) => Promise<void>;
  /** What the rebuilding after a loss leaves behind. */
  replace: (redis: ModelRedis) => Promise<void>;
  /** The state, but for what only the model knows. */
  look: () => Promise<VisibleState>;
}

/** Longer than any test: leases run out only by `runOut`. */
const LEASE_MS = 600_000;
const RETENTION_MS = 600_000;
const GROUPS: readonly GroupName[] = [GENERATORS, PERSISTERS];

/** Empties the database. */
export async function openRealRedis(redis: Redis, tasks: number): Promise<RealRedis> {
  await redis.flushdb();
  for (const group of GROUPS) await ensureGroup(redis, 0, group);
  const transitions = makeTransitions(redis);
  const requestHash = randomBytes(32).toString('hex');
  const taskIds = Array.from({ length: tasks }, () => makeTaskId(0, randomUUID()));
  const refOf = (taskId: TaskId): TaskRef => ({ taskId, requestHash });
  return {
    taskIds,
    send: async (call) => {
      const reply = await sendCall(transitions, refOf(call.task), call);
      if (call.name === 'submit') await readRequests(redis);
      return reply;
    },
    runOut: async (task) => {
      if ((await redis.exists(taskKey(task))) > 0) await redis.hset(taskKey(task), 'lease', 0);
    },
    expireStream: async (task) => {
      if ((await redis.pttl(entriesKey(task))) > 0) await redis.del(entriesKey(task));
    },
    replace: (model) => replaceAll(redis, model, requestHash),
    look: () => lookAtRedis(redis, taskIds, requestHash),
  };
}

async function sendCall(transitions: Transitions, ref: TaskRef, call: Call): Promise<unknown> {
  const leaseMs = LEASE_MS;
  switch (call.name) {
    case 'submit': {
      const source = call.source === undefined ? {} : { source: call.source };
      const task = { owner: 'local', conversationId: 'c_1', request: 'null', requestsMax: 1_000 };
      const args = { ...task, cacheable: true, cacheRunningMs: RETENTION_MS, ...source };
      return transitions.submit(ref, args, call.drafts);
    }
    case 'openEpoch': {
      const {
        at: _at,
        lease: _lease,
        ...reply
      } = (await transitions.openEpoch(ref, { ...call.args, leaseMs }, call.opening)) as Record<
        string,
        unknown
      >;
      return reply;
    }
    case 'append':
      return transitions.append(ref, { ...call.args, leaseMs }, call.drafts);
    case 'finish':
      return transitions.finish(ref, { ...call.args, cacheMs: RETENTION_MS }, call.terminal);
    case 'renew':
      return transitions.renew(ref, { ...call.args, leaseMs });
    case 'release':
      return transitions.release(ref, call.args);
    case 'elect':
      return transitions.elect(ref, { ...call.args, cacheRunningMs: RETENTION_MS });
    case 'cancel':
      return transitions.cancel(ref);
    case 'persisted': {
      const retention = { streamRetentionMs: RETENTION_MS, recordRetentionMs: RETENTION_MS };
      return transitions.persisted(ref, { seq: call.seq, ...retention });
    }
  }
}

/** Both groups have read everything: what is not done with is pending. */
async function readRequests(redis: Redis): Promise<void> {
  for (const group of GROUPS) {
    await redis.xreadgroup('GROUP', group, 'reader', 'COUNT', 100, 'STREAMS', requestsKey(0), '>');
  }
}

async function replaceAll(redis: Redis, model: ModelRedis, requestHash: string): Promise<void> {
  await redis.flushdb();
  for (const group of GROUPS) await ensureGroup(redis, 0, group);
  for (const [id, task] of Object.entries(model.tasks) as [TaskId, ModelTask][]) {
    await putTask(redis, id, task);
  }
  if (model.cache) await redis.set(cacheKey(0, requestHash), model.cache);
}

async function putTask(redis: Redis, id: TaskId, task: ModelTask): Promise<void> {
  const key = requestsKey(0);
  const entryId = await redis.xadd(key, '*', 'task_id', id);
  if (entryId === null) throw new Error('XADD answered nothing');
  await readRequests(redis);
  if (!task.isPendingForGenerators) await redis.xack(key, GENERATORS, entryId);
  if (!task.isPendingForPersisters) await redis.xack(key, PERSISTERS, entryId);
  if (!task.isRequested) await redis.xdel(key, entryId);
  const { status, epoch, seq, incarnation, persisted, attempts } = task;
  await redis.hset(taskKey(id), {
    owner: 'local',
    status,
    epoch,
    seq,
    incarnation,
    persisted,
    attempts,
    request: 'null',
    entry: entryId,
    lease: task.isLeased ? Date.now() + LEASE_MS : 0,
    ...(task.nonce !== undefined && { nonce: task.nonce }),
    ...(task.follows !== undefined && { follows: task.follows }),
    ...(task.isCancelRequested && { cancel_requested: 1 }),
  });
  for (const { seq: n, incarnation: tag, epoch: by, draft } of task.entries ?? []) {
    const fields = ['type', draft.type, 'epoch', by, 'at', 0, 'data', encodeData(draft)];
    await redis.xadd(entriesKey(id), `${n}-${tag}`, ...fields);
  }
  if (!task.mayExpire) return;
  await redis.pexpire(taskKey(id), RETENTION_MS);
  await redis.pexpire(entriesKey(id), RETENTION_MS);
}
