import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Postgres } from '@continuo/shared/postgres/connection';
import { readTaskRow } from '@continuo/shared/postgres/read-task';
import type { Redis } from '@continuo/shared/redis/connection';
import { entriesKey, taskKey } from '@continuo/shared/redis/keys';
import { readTaskRecord } from '@continuo/shared/redis/task-record';
import { makeTransitions } from '@continuo/shared/redis/transitions';
import { eventually } from '@continuo/tests/support/eventually';
import { useStores } from '@continuo/tests/support/use-stores';
import { emptyStores } from '../testing/empty-stores.ts';
import { readMirror, readStream, untilAllCovered, untilPersisted } from '../testing/read-both.ts';
import { goOnWith, submitTask, type ScriptedTask } from '../testing/scripted-task.ts';
import { startTestPersister } from '../testing/test-persister.ts';
import { rebuildLost } from './rebuild-lost.ts';

vi.setConfig({ testTimeout: 30_000 });
const stores = useStores();
let redis: Redis;
let postgres: Postgres;

beforeEach(async () => {
  redis = stores.openRedis();
  postgres = stores.openPostgres();
  await emptyStores(redis, postgres);
});

function rebuild() {
  return rebuildLost({ redis, postgres, transitions: makeTransitions(redis) });
}

/** Tasks with `accepted`, `attempt_started` and two chunks in both stores; the persister is gone again. */
async function writeMirrored(count: number): Promise<ScriptedTask[]> {
  const tasks = await Promise.all(Array.from({ length: count }, () => submitTask(redis)));
  for (const task of tasks) await task.write('one ', 'two ');
  const persister = await startTestPersister(stores);
  for (const { taskId } of tasks) await untilPersisted(redis, taskId, 4);
  await persister.drain();
  return tasks;
}

const NOTHING = { restored: 0, completed: 0, elsewhere: 0, failed: [] };

describe('rebuilding', () => {
  test('finds nothing to do while Redis has everything', async () => {
    await writeMirrored(3);
    expect(await rebuild()).toEqual({ ...NOTHING, unfinished: 3 });
  });

  test('puts unfinished tasks back, to the byte, and leaves the finished ones', async () => {
    const [running, finished] = (await writeMirrored(2)) as [ScriptedTask, ScriptedTask];
    await finished.complete();
    const persister = await startTestPersister(stores, { ABANDONED_MS: '500' });
    await untilPersisted(redis, finished.taskId, 5);
    await persister.drain();
    const before = await readStream(redis, running.taskId);
    await redis.flushdb();

    expect(await rebuild()).toEqual({ ...NOTHING, unfinished: 1, restored: 1 });

    expect(await readStream(redis, running.taskId)).toEqual(before);
    expect(await readMirror(postgres, running.taskId)).toEqual(before);
    expect(await readTaskRecord(redis, running.taskId)).toMatchObject({
      seq: 4,
      incarnation: 1,
      persistedSeq: 4,
    });
    expect(await readTaskRecord(redis, finished.taskId)).toBeUndefined();
    expect(await rebuild()).toEqual({ ...NOTHING, unfinished: 1 });
  });

  test('completes a log of which Redis has lost the end', async () => {
    const [task] = (await writeMirrored(1)) as [ScriptedTask];
    const before = await readStream(redis, task.taskId);
    await redis.xtrim(entriesKey(task.taskId), 'MAXLEN', 0);
    await redis.del(entriesKey(task.taskId));
    await redis.xadd(
      entriesKey(task.taskId),
      '1-0',
      'type',
      'accepted',
      'epoch',
      0,
      'at',
      before[0]?.at ?? 0,
      'data',
      before[0]?.data ?? '',
    );
    await redis.hset(taskKey(task.taskId), 'seq', 1);
    expect(await rebuild()).toEqual({ ...NOTHING, unfinished: 1, completed: 1 });
    expect(await readStream(redis, task.taskId)).toEqual(before);
  });

  test('of a log longer than a page and a call is whole', async () => {
    const task = await submitTask(redis);
    for (let i = 0; i < 30; i += 1) await task.write(...Array.from({ length: 60 }, (_, j) => `${i}.${j} `));
    const persister = await startTestPersister(stores);
    await untilPersisted(redis, task.taskId, 1_802);
    await persister.drain();
    const before = await readStream(redis, task.taskId);
    await redis.flushdb();
    await rebuild();
    expect(await readStream(redis, task.taskId)).toEqual(before);
  });

  test('by several at once puts each task back once', async () => {
    const tasks = await writeMirrored(20);
    await redis.flushdb();
    const reports = await Promise.all([rebuild(), rebuild(), rebuild()]);
    expect(reports.reduce((sum, { restored }) => sum + restored, 0)).toBe(20);
    for (const { taskId } of tasks) {
      expect((await readTaskRecord(redis, taskId))?.incarnation).toBe(
        (await readTaskRow(postgres, taskId))?.incarnation,
      );
    }
  });

  test('goes on after one who died between the two stores', async () => {
    const [task] = (await writeMirrored(1)) as [ScriptedTask];
    await redis.flushdb();
    await postgres.run(({ sql }) => sql`update chat_tasks set incarnation = 1 where id = ${task.taskId}`);
    expect(await rebuild()).toEqual({ ...NOTHING, unfinished: 1, restored: 1 });
    expect((await readTaskRecord(redis, task.taskId))?.incarnation).toBe(2);
  });

  test('raises the incarnation in Redis when somebody did so in Postgres for nothing', async () => {
    const [task] = (await writeMirrored(1)) as [ScriptedTask];
    await postgres.run(({ sql }) => sql`update chat_tasks set incarnation = 1 where id = ${task.taskId}`);
    expect(await rebuild()).toEqual({ ...NOTHING, unfinished: 1, completed: 1 });
    expect((await readTaskRecord(redis, task.taskId))?.incarnation).toBe(2);
    // The holder from before goes on, and so does the mirror.
    await task.write('three ');
    await task.complete();
    await startTestPersister(stores, { ABANDONED_MS: '500' });
    await untilAllCovered(redis);
    expect(await readMirror(postgres, task.taskId)).toEqual(await readStream(redis, task.taskId));
  });
});

describe('a persister', () => {
  test('rebuilds by itself what Redis loses, also at its start, and mirrors what comes after', async () => {
    const [first, second] = (await writeMirrored(2)) as [ScriptedTask, ScriptedTask];
    await redis.flushdb();
    await startTestPersister(stores);
    await untilRestored(first, 1);
    await (await goOnWith(redis, first, { head: 4, incarnation: 1 })).complete();
    await untilPersisted(redis, first.taskId, 6);
    await redis.flushdb();
    await untilRestored(second, 2);
    await (await goOnWith(redis, second, { head: 4, incarnation: 2 })).complete();
    await untilAllCovered(redis);
    const log = await readMirror(postgres, second.taskId);
    expect(log).toEqual(await readStream(redis, second.taskId));
    expect(log.map(({ incarnation }) => incarnation)).toEqual([0, 0, 0, 0, 2, 2]);
    expect((await readTaskRow(postgres, first.taskId))?.status).toBe('completed');
  });
});

async function untilRestored({ taskId }: ScriptedTask, incarnation: number): Promise<void> {
  await eventually(
    () => readTaskRecord(redis, taskId),
    (record) => record?.incarnation === incarnation,
  );
}
