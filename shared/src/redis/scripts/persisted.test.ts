import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Redis } from '../connection.ts';
import { GENERATORS, PERSISTERS, entriesKey, ownersKey, requestsKey, taskKey } from '../keys.ts';
import { readNewRequests } from '../request-stream.ts';
import { readTaskRecord } from '../task-record.ts';
import type { PersistedReply, TaskRef } from '../transitions.ts';
import { dumpKeys } from '../testing/dump-keys.ts';
import { COMPLETED, LEASE_MS, chunk, newTask, submitHeld, submitNew } from '../testing/test-task.ts';
import { useRedis } from '../testing/use-redis.ts';

const store = useRedis();
const FOREVER = -1;
let blocking: Redis;

beforeEach(() => {
  blocking ??= store.connect('blocking');
});

function persisted(task: TaskRef, seq: number): Promise<PersistedReply> {
  const args = { seq, streamRetentionMs: 600_000, recordRetentionMs: 900_000 };
  return store.transitions.persisted(task, args);
}

async function readTtls({ taskId }: TaskRef): Promise<[stream: number, record: number]> {
  return [await store.redis.pttl(entriesKey(taskId)), await store.redis.pttl(taskKey(taskId))];
}

describe('persisted', () => {
  test('notes how far Postgres is, and never goes back', async () => {
    const { task } = await submitHeld(store.transitions);
    expect(await persisted(task, 2)).toEqual({ tag: 'persisted', seq: 2 });
    expect(await persisted(task, 1)).toEqual({ tag: 'persisted', seq: 2 });
    expect((await readTaskRecord(store.redis, task.taskId))?.persistedSeq).toBe(2);
    expect(await readTtls(task)).toEqual([FOREVER, FOREVER]);
  });

  test('starts the retention and removes the request once the whole of an ended log is covered', async () => {
    const { task, fence } = await submitHeld(store.transitions);
    await readNewRequests(blocking, 0, PERSISTERS, 'persister-a', 10);
    await store.transitions.finish(task, { ...fence, head: 2, cacheMs: 0 }, COMPLETED);
    expect(await persisted(task, 2)).toEqual({ tag: 'persisted', seq: 2 });
    expect(await readTtls(task)).toEqual([FOREVER, FOREVER]);

    expect(await persisted(task, 3)).toEqual({ tag: 'covered' });

    const [stream, record] = await readTtls(task);
    expect(stream > 0 && stream <= 600_000).toBe(true);
    expect(record > 600_000 && record <= 900_000).toBe(true);
    expect(await store.redis.xlen(requestsKey(0))).toBe(0);
    for (const group of [GENERATORS, PERSISTERS]) {
      expect((await store.redis.xpending(requestsKey(0), group))[0]).toBe(0);
    }
  });

  test('takes the request out of its owner’s account, once', async () => {
    await submitNew(store.transitions);
    const { task, fence } = await submitHeld(store.transitions);
    await store.transitions.finish(task, { ...fence, head: 2, cacheMs: 0 }, COMPLETED);
    expect(await store.redis.hgetall(ownersKey(0))).toEqual({ local: '2' });
    await persisted(task, 3);
    await persisted(task, 3);
    expect(await store.redis.hgetall(ownersKey(0))).toEqual({ local: '1' });
  });

  test('sent again, changes nothing', async () => {
    const { task, fence } = await submitHeld(store.transitions);
    await store.transitions.finish(task, { ...fence, head: 2, cacheMs: 0 }, COMPLETED);
    await persisted(task, 3);
    const before = await dumpKeys(store.redis);
    expect(await persisted(task, 3)).toEqual({ tag: 'covered' });
    expect(await persisted(task, 1)).toEqual({ tag: 'covered' });
    expect(await dumpKeys(store.redis)).toEqual(before);
  });

  test('of a task that Redis does not know changes nothing', async () => {
    const before = await dumpKeys(store.redis);
    expect(await persisted(newTask(), 3)).toEqual({ tag: 'unknown' });
    expect(await dumpKeys(store.redis)).toEqual(before);
  });

  test('leaves the requests of other tasks', async () => {
    const other = await submitNew(store.transitions);
    const { task, fence } = await submitHeld(store.transitions);
    await store.transitions.finish(task, { ...fence, head: 2, cacheMs: 0 }, COMPLETED);
    await persisted(task, 3);
    const requests = await store.redis.xrange(requestsKey(0), '-', '+');
    expect(requests.map(([, fields]) => fields[1])).toEqual([other.taskId]);
  });
});

test('invariant 7: whatever the order, nothing expires and no request goes before Postgres covers the end', async () => {
  const step = fc.oneof(
    fc.constant('append' as const),
    fc.constant('finish' as const),
    // How far behind the head Postgres is.
    fc.nat(4),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const { task, fence } = await submitHeld(store.transitions);
      let head = 2;
      let isOver = false;
      let covered = 0;
      for (const next of steps) {
        if (typeof next === 'number') {
          covered = Math.max(covered, head - next);
          await persisted(task, Math.max(0, head - next));
        } else if (!isOver) {
          head += 1;
          isOver = next === 'finish';
          const args = { ...fence, from: head, head: head - 1, cacheMs: 0, leaseMs: LEASE_MS };
          await (isOver
            ? store.transitions.finish(task, args, COMPLETED)
            : store.transitions.append(task, args, [chunk(head)]));
        }
        const mayGo = isOver && covered >= head;
        expect((await readTtls(task)).map((ttl) => ttl !== FOREVER)).toEqual([mayGo, mayGo]);
        const requests = await store.redis.xrange(requestsKey(0), '-', '+');
        expect(requests.some(([, fields]) => fields[1] === task.taskId)).toBe(!mayGo);
      }
    }),
    { numRuns: 60 },
  );
});
