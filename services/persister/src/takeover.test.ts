import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Postgres } from '@continuo/shared/postgres/connection';
import { makeRedis, type Redis } from '@continuo/shared/redis/connection';
import { PERSISTERS, requestsKey, taskKey } from '@continuo/shared/redis/keys';
import { ensureGroup, readNewRequests } from '@continuo/shared/redis/request-stream';
import { eventually } from '@continuo/tests/support/eventually';
import { useStores } from '@continuo/tests/support/use-stores';
import { emptyStores } from './testing/empty-stores.ts';
import { commitStream } from './testing/commit-stream.ts';
import {
  readMirror,
  readRetention,
  readStream,
  untilAllCovered,
  untilPersisted,
} from './testing/read-both.ts';
import { submitTask, type ScriptedTask } from './testing/scripted-task.ts';
import { startTestPersister } from './testing/test-persister.ts';

vi.setConfig({ testTimeout: 30_000 });
const stores = useStores();
const SOON = { ABANDONED_MS: '500' };
const NEVER = { ABANDONED_MS: '600000' };
let redis: Redis;
let postgres: Postgres;

beforeEach(async () => {
  redis = stores.openRedis();
  postgres = stores.openPostgres();
  await emptyStores(redis, postgres);
});

/** A persister that reads all requests and dies with them. */
async function readAndDie(): Promise<void> {
  await ensureGroup(redis, 0, PERSISTERS);
  const blocking = makeRedis(stores.redisUrl(), 'blocking', () => undefined);
  await readNewRequests(blocking, 0, PERSISTERS, 'dead-1', 100);
  blocking.disconnect();
}

async function expectEqualLogs(task: ScriptedTask, length: number): Promise<void> {
  const stream = await readStream(redis, task.taskId);
  expect(stream).toHaveLength(length);
  expect(await readMirror(postgres, task.taskId)).toEqual(stream);
}

async function listPending(): Promise<{ consumer: string; count: number }[]> {
  const rows = (await redis.xinfo('CONSUMERS', requestsKey(0), PERSISTERS)) as (string | number)[][];
  return rows
    .map((row) => ({ consumer: String(row[1]), count: Number(row[3]) }))
    .filter(({ count }) => count > 0);
}

describe('what a dead persister held is taken over', () => {
  test('when it died before it wrote anything', async () => {
    const task = await submitTask(redis);
    await readAndDie();
    await task.write('a');
    await task.complete();
    await startTestPersister(stores, SOON);
    await untilAllCovered(redis);
    await expectEqualLogs(task, 4);
  });

  test('when it died between a commit in mid-answer and telling Redis', async () => {
    const task = await submitTask(redis);
    await readAndDie();
    await task.write('a', 'b');
    await commitStream(redis, postgres, task.taskId);
    await task.write('c');
    await task.complete();
    await startTestPersister(stores, SOON);
    await untilAllCovered(redis);
    await expectEqualLogs(task, 6);
  });

  test('when it died between the last commit and telling Redis: nothing had begun to expire', async () => {
    const task = await submitTask(redis);
    await readAndDie();
    await task.write('a');
    await task.complete();
    await commitStream(redis, postgres, task.taskId);
    expect(await readRetention(redis, task.taskId)).toMatchObject({ streamExpires: false, pending: 1 });
    await startTestPersister(stores, SOON);
    await untilAllCovered(redis);
    expect(await readRetention(redis, task.taskId)).toMatchObject({ streamExpires: true, pending: 0 });
    await expectEqualLogs(task, 4);
  });

  test('by one of several, while the task goes on', async () => {
    const tasks = await Promise.all(Array.from({ length: 20 }, () => submitTask(redis)));
    await readAndDie();
    await startTestPersister(stores, SOON, 'persister-1');
    await startTestPersister(stores, SOON, 'persister-2');
    const pending = await eventually(listPending, (rows) =>
      rows.every(({ consumer }) => consumer !== 'dead-1'),
    );
    expect(pending.reduce((sum, { count }) => sum + count, 0)).toBe(20);
    for (const task of tasks) await task.complete();
    await untilAllCovered(redis);
    for (const task of tasks) await expectEqualLogs(task, 3);
  });
});

test('a living persister keeps what it follows, however quiet, and lets go of what others took over', async () => {
  await startTestPersister(stores, SOON, 'persister-1');
  const [quiet, taken] = [await submitTask(redis), await submitTask(redis)];
  await untilPersisted(redis, quiet.taskId, 1);
  await untilPersisted(redis, taken.taskId, 1);
  await startTestPersister(stores, SOON, 'persister-2');
  const entryId = (await redis.hget(taskKey(taken.taskId), 'entry')) ?? '';
  await redis.xclaim(requestsKey(0), PERSISTERS, 'dead-1', 0, entryId, 'JUSTID');
  // By the time the other one looked abandoned, the quiet one would have too.
  const pending = await eventually(listPending, (rows) =>
    rows.every(({ consumer }) => consumer !== 'dead-1'),
  );
  expect(pending.find(({ consumer }) => consumer === 'persister-1')?.count).toBeGreaterThanOrEqual(1);
  for (const task of [quiet, taken]) await task.complete();
  await untilAllCovered(redis);
});

test('a persister that drains flushes what it has and hands its tasks over at once', async () => {
  const first = await startTestPersister(stores, { ...NEVER, FLUSH_MS: '100' }, 'persister-1');
  const task = await submitTask(redis);
  await untilPersisted(redis, task.taskId, 1);
  await task.write('a');
  await first.drain();
  await startTestPersister(stores, NEVER, 'persister-2');
  await task.complete();
  await untilAllCovered(redis);
  await expectEqualLogs(task, 4);
});
