import { describe, expect, test } from 'vitest';
import { formatCursor } from '../../protocol/cursor.ts';
import type { StoredEntry } from '../../protocol/entry.ts';
import { cacheKey, entriesKey, GENERATORS, requestsKey, taskKey } from '../keys.ts';
import { ensureGroup } from '../request-stream.ts';
import { readTaskRecord } from '../task-record.ts';
import { readWholeLog, readTaskStream } from '../task-stream.ts';
import type { RestoreArgs, TaskRef } from '../transitions.ts';
import { dumpKeys } from '../testing/dump-keys.ts';
import {
  CANCELLED,
  chunk,
  COMPLETED,
  hold,
  LEASE_MS,
  newTask,
  readLog,
  REQUEST,
  restoreArgs,
  submitHeld,
  submitNew,
  type Hold,
} from '../testing/test-task.ts';
import { useRedis } from '../testing/use-redis.ts';

const store = useRedis();

interface Mirrored {
  task: TaskRef;
  fence: Hold;
  /** What Postgres holds: the first entries of the log. */
  entries: StoredEntry[];
}

/** A task with chunks at seqs 3 to 6, of which Postgres has the log up to `mirrored`. */
async function writeTask(mirrored = 6): Promise<Mirrored> {
  const { task, fence } = await submitHeld(store.transitions);
  const drafts = [chunk(0), chunk(1), chunk(2), chunk(3)];
  await store.transitions.append(task, { ...fence, from: 3, leaseMs: LEASE_MS }, drafts);
  return { task, fence, entries: (await readLog(store.redis, task)).slice(0, mirrored) };
}

function argsFor(entries: readonly StoredEntry[], overrides: Partial<RestoreArgs> = {}): RestoreArgs {
  return restoreArgs({ head: entries.length, ...overrides });
}

function restore({ task, entries }: Mirrored, overrides: Partial<RestoreArgs> = {}) {
  return store.transitions.restore(task, argsFor(entries, overrides), entries);
}

/** Leaves a task as a failover does that lost what came behind `seq`. */
async function loseEnd({ task, entries }: Mirrored, seq: number): Promise<void> {
  const key = entriesKey(task.taskId);
  await store.redis.del(key);
  for (const entry of entries.slice(0, seq)) {
    const { type, epoch, at, data } = entry;
    await store.redis.xadd(key, formatCursor(entry), 'type', type, 'epoch', epoch, 'at', at, 'data', data);
  }
  await store.redis.hset(taskKey(task.taskId), 'seq', seq);
}

describe('restore, after Redis lost everything', () => {
  test('puts the same entries back, and a record that nobody holds, under the next incarnation', async () => {
    const lost = await writeTask(5);
    await store.redis.flushdb();
    expect(await restore(lost)).toEqual({ tag: 'restored' });
    expect(await readLog(store.redis, lost.task)).toEqual(lost.entries);
    expect(await readTaskRecord(store.redis, lost.task.taskId)).toMatchObject({
      owner: 'local',
      status: 'running',
      epoch: 1,
      seq: 5,
      persistedSeq: 5,
      incarnation: 1,
      attempts: 1,
      leaseUntil: 0,
      holder: undefined,
      request: REQUEST,
      requestHash: lost.task.requestHash,
      createdAt: 1_000,
      startedAt: 2_000,
      cancelRequested: false,
    });
    expect(await store.redis.xlen(requestsKey(0))).toBe(1);
  });

  test('invariant 3: the holder from before is refused; the next one writes on under the new incarnation', async () => {
    const lost = await writeTask();
    await store.redis.flushdb();
    await restore(lost);
    const { task, fence } = lost;
    const args = { ...fence, from: 7, leaseMs: LEASE_MS };
    expect(await store.transitions.append(task, args, [chunk(4)])).toEqual({ tag: 'stale_epoch', epoch: 1 });
    await ensureGroup(store.redis, 0, GENERATORS);
    const next = await hold(store.transitions, task, { head: 6, incarnation: 1 });
    expect(next.epoch).toBe(2);
    expect((await readLog(store.redis, task)).at(-1)).toMatchObject({ seq: 7, incarnation: 1, epoch: 2 });
  });

  test('takes a long log page by page; nobody can claim the task before it is whole', async () => {
    const lost = await writeTask();
    await store.redis.flushdb();
    const args = argsFor(lost.entries);
    const send = (entries: readonly StoredEntry[]) => store.transitions.restore(lost.task, args, entries);
    expect(await send(lost.entries.slice(0, 2))).toEqual({ tag: 'partial', seq: 2 });
    expect(await readTaskRecord(store.redis, lost.task.taskId)).toBeUndefined();
    expect(await store.redis.exists(requestsKey(0))).toBe(0);
    // A page that leaves a hole brings nothing; one that was sent before changes nothing.
    expect(await send(lost.entries.slice(3))).toEqual({ tag: 'partial', seq: 2 });
    expect(await send(lost.entries.slice(0, 4))).toEqual({ tag: 'partial', seq: 4 });
    expect(await send(lost.entries.slice(4))).toEqual({ tag: 'restored' });
    expect(await readLog(store.redis, lost.task)).toEqual(lost.entries);
  });

  test('keeps a cancel that was stored, and a task that had not begun', async () => {
    const lost = await writeTask(1);
    await store.redis.flushdb();
    await restore(lost, { startedAt: undefined, cancelRequested: 3_000, attempts: 0, epoch: 0 });
    expect(await readTaskRecord(store.redis, lost.task.taskId)).toMatchObject({
      status: 'queued',
      cancelRequested: true,
      startedAt: undefined,
    });
  });

  test('invariant 9: of two that ask the same, one leads and the other follows', async () => {
    const first = await writeTask();
    const second: Mirrored = { ...first, task: newTask(first.task.requestHash) };
    await store.redis.flushdb();
    expect(await restore(first, { cacheable: true })).toEqual({ tag: 'restored' });
    expect(await restore(second, { cacheable: true })).toEqual({
      tag: 'restored',
      follows: first.task.taskId,
    });
    expect(await store.redis.get(cacheKey(0, first.task.requestHash))).toBe(first.task.taskId);
    expect((await readTaskRecord(store.redis, second.task.taskId))?.follows).toBe(first.task.taskId);
  });

  test('sent twice changes nothing the second time', async () => {
    const lost = await writeTask();
    await store.redis.flushdb();
    await restore(lost);
    const before = await dumpKeys(store.redis);
    expect(await restore(lost)).toEqual({ tag: 'newer' });
    expect(await dumpKeys(store.redis)).toEqual(before);
  });
});

describe('restore, after Redis lost the end', () => {
  test('adds what is missing and takes the task from whoever holds it', async () => {
    const lost = await writeTask();
    const { task } = lost;
    await loseEnd(lost, 4);
    expect(await restore(lost)).toEqual({ tag: 'restored' });
    expect(await readLog(store.redis, task)).toEqual(lost.entries);
    expect(await readTaskRecord(store.redis, task.taskId)).toMatchObject({
      seq: 6,
      incarnation: 1,
      leaseUntil: 0,
      holder: undefined,
    });
    expect(await store.redis.xlen(requestsKey(0))).toBe(1);
  });
});

describe('restore of a log that Redis has', () => {
  test('only raises the incarnation: its holder goes on', async () => {
    const { task, fence, entries } = await writeTask(4);
    expect(await restore({ task, fence, entries })).toEqual({ tag: 'current' });
    await store.transitions.append(task, { ...fence, from: 7, leaseMs: LEASE_MS }, [chunk(4)]);
    const log = await readWholeLog((id, after) => readTaskStream(store.redis, id, after), task.taskId);
    expect(log.map(({ seq, incarnation }) => `${seq}-${incarnation}`).slice(-2)).toEqual(['6-0', '7-1']);
  });

  test.each([
    [
      'finished',
      async ({ task, fence }: Mirrored) => {
        await store.transitions.finish(task, { ...fence, head: 6, cacheMs: 0 }, COMPLETED);
      },
      'completed',
    ],
    [
      'cancelled',
      async ({ task, fence }: Mirrored) => {
        await store.transitions.cancel(task);
        await store.transitions.finish(task, { ...fence, head: 7, cacheMs: 0 }, CANCELLED);
      },
      'cancelled',
    ],
  ])('does nothing to one that is %s', async (_how, end, status) => {
    const task = await writeTask(4);
    await end(task);
    const before = await dumpKeys(store.redis);
    expect(await restore(task)).toEqual({ tag: 'terminal', status });
    expect(await dumpKeys(store.redis)).toEqual(before);
  });

  test('does nothing to one of the same incarnation or a later one', async () => {
    const task = await submitNew(store.transitions);
    const entries = await readLog(store.redis, task);
    const args = argsFor(entries, { incarnation: 0, head: 9 });
    expect(await store.transitions.restore(task, args, entries)).toEqual({ tag: 'newer' });
  });
});
