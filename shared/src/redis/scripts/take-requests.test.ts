import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { encodeData } from '../../protocol/entry.ts';
import type { TaskId } from '../../protocol/task-id.ts';
import { requestsKey, roundsKey, waitingKey, WAITING_LINES } from '../keys.ts';
import { listAbandonedRequests } from '../request-stream.ts';
import {
  LEASE_MS,
  accepted,
  hold,
  newTask,
  readPending,
  restoreArgs,
  submit,
  submitArgs,
  submitNew,
} from '../testing/test-task.ts';
import { useRedis } from '../testing/use-redis.ts';
import { countFiled, findQueuePlace, makeTakeRequests, type TakeRequests } from '../waiting-requests.ts';
import type { TaskRef } from '../transitions.ts';

const store = useRedis();
let takeRequests: TakeRequests;

beforeEach(() => {
  takeRequests = makeTakeRequests(store.redis);
});

async function submitFor(owner: string, count: number): Promise<TaskId[]> {
  const tasks: TaskId[] = [];
  for (let i = 0; i < count; i += 1) tasks.push((await submitNew(store.transitions, { owner })).taskId);
  return tasks;
}

/** A line of a batch. */
async function submitLine(owner: string): Promise<TaskRef> {
  const task = newTask();
  const first = { ...accepted(task), batch_id: `b_${'0'.repeat(32)}` as const };
  await store.transitions.submit(task, submitArgs({ owner }), [first]);
  return task;
}

async function take(calls: number, copies = 0): Promise<TaskId[]> {
  const taken = await takeRequests(0, 'worker-a', { calls, copies });
  return [...taken.calls, ...taken.copies].map(({ taskId }) => taskId);
}

async function takeOneByOne(count: number): Promise<TaskId[]> {
  const taken: TaskId[] = [];
  for (let i = 0; i < count; i += 1) taken.push(...(await take(1)));
  return taken;
}

describe('whose turn it is', () => {
  test('of one owner’s requests, the oldest is the first', async () => {
    const tasks = await submitFor('alice', 5);
    expect([...(await take(2)), ...(await take(9))]).toEqual(tasks);
    expect(await take(9)).toEqual([]);
  });

  test('an owner who comes late with one waits for one of each other, however many they have', async () => {
    const alice = await submitFor('alice', 100);
    const bob = await submitFor('bob', 100);
    await take(10);
    const [carol] = await submitFor('carol', 1);
    const next = await takeOneByOne(3);
    expect(next).toContain(carol);
    expect(next.filter((id) => alice.includes(id)).length).toBeLessThanOrEqual(1);
    expect(next.filter((id) => bob.includes(id)).length).toBeLessThanOrEqual(1);
  });

  test('owners take turns for as long as they have something waiting', async () => {
    const alice = await submitFor('alice', 50);
    const bob = await submitFor('bob', 5);
    const taken = await takeOneByOne(10);
    expect(taken.filter((id) => bob.includes(id))).toEqual(bob);
    expect(taken.filter((id) => alice.includes(id))).toEqual(alice.slice(0, 5));
  });

  test('an owner who comes back with one each time he is served does not keep the others waiting', async () => {
    const alice = await submitFor('alice', 20);
    const taken: TaskId[] = [];
    for (let i = 0; i < 10; i += 1) {
      await submitFor('bob', 1);
      taken.push(...(await take(1)));
    }
    expect(taken.filter((id) => alice.includes(id))).toEqual(alice.slice(0, 5));
  });

  test('lines of batches wait until no chat does, and take turns as well', async () => {
    const lines = [await submitLine('alice'), await submitLine('alice'), await submitLine('bob')];
    const chats = await submitFor('alice', 2);
    expect(await take(2)).toEqual(chats);
    expect(new Set(await take(2))).toEqual(new Set([lines[0]?.taskId, lines[2]?.taskId]));
  });

  test('who copies an answer needs no room for calls, and takes none', async () => {
    const requestHash = newTask().requestHash;
    const [leader, ...followers] = [newTask(requestHash), newTask(requestHash), newTask(requestHash)];
    for (const task of [leader, ...followers]) {
      await submit(store.transitions, task ?? newTask(), { cacheable: true });
    }
    expect(await take(0, 1)).toEqual([followers[0]?.taskId]);
    expect(await take(9, 0)).toEqual([leader?.taskId]);
    expect(await take(0, 9)).toEqual([followers[1]?.taskId]);
  });
});

describe('no request is lost', () => {
  test('what is taken is pending for the taker, and found again when he dies', async () => {
    const tasks = await submitFor('alice', 3);
    const [taken] = await take(1);
    const entries = await store.redis.xrange(requestsKey(0), '-', '+');
    expect((await readPending(store.redis)).length).toBe(1);
    const abandoned = await listAbandonedRequests(store.redis, 0, 'generators', 0, 10);
    expect(abandoned).toEqual([{ entryId: entries[0]?.[0], taskId: taken }]);
    expect(await take(9)).toEqual(tasks.slice(1));
  });

  test('more than one call files are told of, and all are handed out in the end', async () => {
    const tasks = await submitFor('alice', 450);
    const first = await takeRequests(0, 'worker-a', { calls: 0, copies: 0 });
    expect(first).toEqual({ calls: [], copies: [], hasMore: true });
    const taken: TaskId[] = [];
    for (let round = 0; round < 20; round += 1) taken.push(...(await take(32)));
    expect(taken).toEqual(tasks);
  });

  test('the persisters are not disturbed: the request stays in the stream, and theirs', async () => {
    await submitFor('alice', 2);
    await take(0);
    const read = await store.redis.xreadgroup('GROUP', 'persisters', 'p', 'STREAMS', requestsKey(0), '>');
    expect(JSON.stringify(read)).toContain('task_id');
    expect(await store.redis.xlen(requestsKey(0))).toBe(2);
  });

  test('a task that Redis had lost and is put back waits like any other', async () => {
    const task = newTask();
    const data = encodeData(accepted(task));
    const entry = { seq: 1, incarnation: 1, type: 'accepted', epoch: 0, at: 1_000, data } as const;
    await store.transitions.restore(task, restoreArgs({ owner: 'bob' }), [entry]);
    expect(await take(1)).toEqual([task.taskId]);
  });

  test('a line of a batch that is put back waits behind chats again', async () => {
    const task = newTask();
    const data = encodeData(accepted(task));
    const entry = { seq: 1, incarnation: 1, type: 'accepted', epoch: 0, at: 1_000, data } as const;
    const args = restoreArgs({ batchId: `b_${'0'.repeat(32)}`, startedAt: undefined });
    await store.transitions.restore(task, args, [entry]);
    const chats = await submitFor('bob', 2);
    expect(await take(9)).toEqual([...chats, task.taskId]);
  });

  test('a group that Redis lost is made again, from the beginning of the stream', async () => {
    const tasks = await submitFor('alice', 2);
    await store.redis.xgroup('DESTROY', requestsKey(0), 'generators');
    expect(await takeRequests(0, 'worker-a', { calls: 9, copies: 0 })).toEqual({
      calls: [],
      copies: [],
      hasMore: true,
    });
    expect(await take(9)).toEqual(tasks);
  });

  test('a task that was taken can be held, and released for others', async () => {
    const task = await submitNew(store.transitions);
    await take(1);
    const fence = await hold(store.transitions, task, { leaseMs: LEASE_MS });
    await store.transitions.release(task, fence);
    const abandoned = await listAbandonedRequests(store.redis, 0, 'generators', 60_000, 10);
    expect(abandoned.map(({ taskId }) => taskId)).toEqual([task.taskId]);
  });
});

describe('what waits for nothing', () => {
  test('a task that is cancelled while it waits leaves the line', async () => {
    const [, second] = await submitFor('alice', 3);
    await take(0);
    const task = { taskId: second ?? newTask().taskId, requestHash: newTask().requestHash };
    expect(await store.transitions.cancel(task)).toMatchObject({ tag: 'cancelled' });
    expect(await countFiled(store.redis, 0)).toBe(2);
    expect(await take(9)).not.toContain(second);
  });

  test('a task that was over before it was filed is not handed out', async () => {
    const task = await submitNew(store.transitions);
    await store.transitions.cancel(task);
    expect(await take(9)).toEqual([]);
    expect(await readPending(store.redis)).toEqual([]);
  });

  test('nothing is kept of owners whose requests were all taken', async () => {
    await submitFor('alice', 3);
    await submitFor('bob', 1);
    await take(2);
    expect(await store.redis.zrange(roundsKey(0, 'chats'), '0', '-1')).toEqual(['alice']);
    await take(9);
    const keys = WAITING_LINES.flatMap((line) => [waitingKey(0, line), roundsKey(0, line)]);
    expect(await store.redis.exists(...keys)).toBe(0);
  });
});

describe('the place of a task', () => {
  test('is told before and after it was filed, and is none once it is taken', async () => {
    const alice = await submitFor('alice', 3);
    const bobs = await submitFor('bob', 1);
    const tasks = [...alice, ...bobs];
    const readPlaces = async (): Promise<(number | null | undefined)[]> => {
      const places = await Promise.all(tasks.map((id) => findQueuePlace(store.redis, id)));
      return places.map((place) => place?.position);
    };
    expect(await readPlaces()).toEqual([1, 2, 3, 4]);
    await take(0);
    const [first, second, third, bobsFirst] = await readPlaces();
    expect(new Set([first, bobsFirst])).toEqual(new Set([1, 2]));
    expect([second, third]).toEqual([3, 4]);
    await take(2);
    expect(await readPlaces()).toEqual([undefined, 1, 2, undefined]);
  });

  test('of a line of a batch is behind all chats', async () => {
    const line = await submitLine('alice');
    await submitFor('bob', 2);
    await take(0);
    expect(await findQueuePlace(store.redis, line.taskId)).toEqual({ position: 3 });
  });

  test('is none of a task that nobody knows', async () => {
    expect(await findQueuePlace(store.redis, `t0_${randomUUID().replaceAll('-', '')}`)).toBeUndefined();
  });
});
