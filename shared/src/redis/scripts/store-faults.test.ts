import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '@continuo/tests/support/eventually';
import { startPrivateRedis, type PrivateRedis } from '@continuo/tests/support/private-redis';
import { makeRedis, type Redis } from '../connection.ts';
import { findDurabilityFaults } from '../durability.ts';
import { eventsKey } from '../keys.ts';
import { makeTransitions, type OpenEpochReply, type TaskRef, type Transitions } from '../transitions.ts';
import { dumpKeys } from '../testing/dump-keys.ts';
import {
  COMPLETED,
  LEASE_MS,
  attemptStarted,
  chunk,
  hold,
  newTask,
  readLog,
  readTypes,
  submit,
  submitHeld,
  submitNew,
} from '../testing/test-task.ts';
import { emptyRedis } from '../testing/use-redis.ts';

/** A bound for hanging tests, not a measure of speed. */
const TIMEOUT_MS = 20_000;

let server: PrivateRedis;
let redis: Redis;
let transitions: Transitions;

beforeAll(async () => {
  server = await startPrivateRedis();
  redis = makeRedis(server.url, 'command', () => undefined);
  transitions = makeTransitions(redis);
});

beforeEach(async () => {
  await redis.config('SET', 'maxmemory', '0');
  await emptyRedis(redis);
});

afterAll(async () => {
  redis.disconnect();
  await server.dispose();
});

/** From now on Redis refuses whatever needs memory. */
async function fillMemory(): Promise<void> {
  await redis.config('SET', 'maxmemory', '1');
}

describe('a Redis without memory', { timeout: TIMEOUT_MS }, () => {
  test('refuses to accept a task, and half of it is not stored', async () => {
    const before = await dumpKeys(redis);
    await fillMemory();
    await expect(submit(transitions, newTask())).rejects.toThrow('OOM');
    expect(await dumpKeys(redis)).toEqual(before);
  });

  test('refuses entries, and half of them are not stored', async () => {
    const { task, fence } = await submitHeld(transitions);
    const before = await dumpKeys(redis);
    await fillMemory();
    const args = { ...fence, from: 3, leaseMs: LEASE_MS };
    await expect(transitions.append(task, args, [chunk(0), chunk(1)])).rejects.toThrow('OOM');
    expect(await dumpKeys(redis)).toEqual(before);
  });

  test('invariant 1: still lets a holder renew and end its task', async () => {
    const { task, fence } = await submitHeld(transitions);
    await fillMemory();
    expect(await transitions.renew(task, { ...fence, leaseMs: LEASE_MS })).toEqual({ tag: 'renewed' });
    expect(await transitions.finish(task, { ...fence, head: 2, cacheMs: 1_000 }, COMPLETED)).toEqual({
      tag: 'finished',
      seq: 3,
    });
    const [last] = await redis.xrevrange(eventsKey(0), '+', '-', 'COUNT', 1);
    expect(last?.[1]).toContain('task_finished');
  });

  test('invariant 8: still stores a cancel, and closes what nobody holds', async () => {
    const { task, fence } = await submitHeld(transitions);
    const queued = await submitNew(transitions);
    await fillMemory();
    expect(await transitions.cancel(task)).toEqual({ tag: 'requested' });
    expect(await transitions.finish(task, { ...fence, head: 2, cacheMs: 0 }, { type: 'cancelled' })).toEqual({
      tag: 'finished',
      seq: 4,
    });
    expect(await transitions.cancel(queued)).toEqual({ tag: 'cancelled', seq: 3 });
  });

  test('still lets a task be handed over, elected and forgotten', async () => {
    const { task, fence } = await submitHeld(transitions);
    await fillMemory();
    expect(await transitions.release(task, fence)).toEqual({ tag: 'released' });
    const next = await hold(transitions, task, { head: 2 });
    const election = { ...next, abandoned: newTask().taskId, cacheRunningMs: 1_000 };
    expect(await transitions.elect(task, election)).toEqual({ tag: 'lead' });
    await transitions.finish(task, { ...next, head: 3, cacheMs: 0 }, COMPLETED);
    const retention = { streamRetentionMs: 1_000, recordRetentionMs: 1_000 };
    expect(await transitions.persisted(task, { seq: 4, ...retention })).toEqual({ tag: 'covered' });
  });
});

describe('a Redis that was restarted', { timeout: TIMEOUT_MS }, () => {
  function open(task: TaskRef, leaseMs: number): Promise<OpenEpochReply> {
    return transitions.openEpoch(
      task,
      { head: 2, incarnation: 0, nonce: 'n', holder: 'worker-b', leaseMs },
      attemptStarted(2),
    );
  }

  test('has every acknowledged entry, and its scripts are found again', async () => {
    const { task, fence } = await submitHeld(transitions);
    await transitions.append(task, { ...fence, from: 3, leaseMs: LEASE_MS }, [chunk(0)]);
    const before = await readLog(redis, task);
    await server.restart();
    expect(await readLog(redis, task)).toEqual(before);
    expect(await transitions.append(task, { ...fence, from: 4, leaseMs: LEASE_MS }, [chunk(1)])).toEqual({
      tag: 'appended',
      seq: 4,
    });
  });

  test('gives holders one lease to come back before others take their tasks', async () => {
    const task = await submitNew(transitions);
    const fence = await hold(transitions, task, { leaseMs: 1 });
    await server.restart();
    const before = await dumpKeys(redis);

    expect(await open(task, LEASE_MS)).toEqual({ tag: 'grace' });
    expect(await dumpKeys(redis)).toEqual(before);
    expect(await transitions.renew(task, { ...fence, leaseMs: 1 })).toEqual({ tag: 'renewed' });

    const opened = await eventually(
      () => open(task, 1_000),
      ({ tag }) => tag !== 'grace',
    );
    expect(opened).toMatchObject({ tag: 'opened', epoch: 2 });
  });

  test('lets tasks be taken at once that nobody held, or that were released', async () => {
    const queued = await submitNew(transitions);
    const released = await submitHeld(transitions);
    await transitions.release(released.task, released.fence);
    await server.restart();
    expect(await hold(transitions, queued)).toMatchObject({ epoch: 1 });
    expect(await open(released.task, LEASE_MS)).toMatchObject({ tag: 'opened', epoch: 2 });
  });
});

test('a connection that lost the scripts learns them again', async () => {
  const { task, fence } = await submitHeld(transitions);
  await redis.script('FLUSH');
  const renewals = Array.from({ length: 5 }, () => transitions.renew(task, { ...fence, leaseMs: LEASE_MS }));
  expect((await Promise.all(renewals)).map((reply) => reply.tag)).toEqual(renewals.map(() => 'renewed'));
  expect(await readTypes(redis, task)).toHaveLength(2);
});

test('a command whose connection breaks is sent again, and a transition sent again is harmless', async () => {
  const killer = makeRedis(server.url, 'command', () => undefined);
  const { task, fence } = await submitHeld(transitions);
  const kills: Promise<unknown>[] = [];
  for (let seq = 3; seq <= 202; seq += 1) {
    if (seq % 40 === 0) kills.push(killer.call('CLIENT', 'KILL', 'TYPE', 'normal'));
    const args = { ...fence, from: seq, leaseMs: LEASE_MS };
    expect(await transitions.append(task, args, [chunk(seq)])).toEqual({ tag: 'appended', seq });
  }
  expect((await Promise.all(kills)).every((killed) => Number(killed) >= 1)).toBe(true);
  killer.disconnect();
  const log = await readLog(redis, task);
  expect(log.map((entry) => entry.seq)).toEqual(Array.from({ length: 202 }, (_, i) => i + 1));
});

describe('invariant 1: the settings of Redis', { timeout: TIMEOUT_MS }, () => {
  test('are right in the stack that we start', async () => {
    expect(await findDurabilityFaults(redis)).toEqual([]);
  });

  test('that could lose what it acknowledged are told, each in a sentence', async () => {
    await redis.config('SET', 'appendfsync', 'everysec');
    await redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
    expect(await findDurabilityFaults(redis)).toEqual([
      'Redis must run with appendfsync always, it has "everysec".',
      'Redis must run with maxmemory-policy noeviction, it has "allkeys-lru".',
    ]);
    await redis.config('SET', 'appendfsync', 'always');
    await redis.config('SET', 'maxmemory-policy', 'noeviction');
  });
});
