import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Postgres } from '@continuo/shared/postgres/connection';
import type { Redis } from '@continuo/shared/redis/connection';
import { openStoreProxy } from '@continuo/tests/support/store-proxy';
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
import { submitTask } from './testing/scripted-task.ts';
import { startTestPersister } from './testing/test-persister.ts';

vi.setConfig({ testTimeout: 30_000 });
const stores = useStores();
let redis: Redis;
let postgres: Postgres;

beforeEach(async () => {
  redis = stores.openRedis();
  postgres = stores.openPostgres();
  await emptyStores(redis, postgres);
});

describe('while Postgres is away', () => {
  test('answers go on, nothing expires, and all is mirrored when it is back', async () => {
    const proxy = await openStoreProxy(stores.databaseUrl());
    await startTestPersister(stores, { DATABASE_URL: proxy.url });
    const [before, during] = [await submitTask(redis), await submitTask(redis)];
    await untilPersisted(redis, before.taskId, 1);
    proxy.cut();
    await before.write('a');
    await before.complete();
    await during.write('b');
    const later = await submitTask(redis);
    await later.complete();
    expect(await readRetention(redis, before.taskId)).toMatchObject({ streamExpires: false, waiting: 3 });
    proxy.mend();
    await during.complete();
    await untilAllCovered(redis);
    for (const { taskId } of [before, during, later]) {
      expect(await readMirror(postgres, taskId)).toEqual(await readStream(redis, taskId));
    }
  });

  test('a persister starts, and mirrors when it is there', async () => {
    const proxy = await openStoreProxy(stores.databaseUrl());
    proxy.cut();
    const task = await submitTask(redis);
    await task.complete();
    await startTestPersister(stores, { DATABASE_URL: proxy.url });
    proxy.mend();
    await untilAllCovered(redis);
    expect(await readMirror(postgres, task.taskId)).toHaveLength(3);
  });

  test('a drain ends all the same, and the task is left pending for others', async () => {
    const proxy = await openStoreProxy(stores.databaseUrl());
    const persister = await startTestPersister(stores, { DATABASE_URL: proxy.url });
    const task = await submitTask(redis);
    await untilPersisted(redis, task.taskId, 1);
    proxy.cut();
    await task.complete();
    await persister.drain();
    expect(await readRetention(redis, task.taskId)).toMatchObject({ streamExpires: false, pending: 1 });
    await startTestPersister(stores, {}, 'persister-2');
    await untilAllCovered(redis);
  });
});

describe('Redis', () => {
  test('may be away for a moment', async () => {
    const proxy = await openStoreProxy(stores.redisUrl());
    await startTestPersister(stores, { REDIS_URL: proxy.url });
    const task = await submitTask(redis);
    await untilPersisted(redis, task.taskId, 1);
    proxy.cut();
    await task.write('a');
    const next = await submitTask(redis);
    proxy.mend();
    await task.complete();
    await next.complete();
    await untilAllCovered(redis);
    expect(await readMirror(postgres, task.taskId)).toEqual(await readStream(redis, task.taskId));
  });

  test('may lose everything: new tasks are mirrored as before', async () => {
    await startTestPersister(stores);
    const lost = await submitTask(redis);
    await untilPersisted(redis, lost.taskId, 1);
    await redis.flushdb();
    const next = await submitTask(redis);
    await next.complete();
    await untilPersisted(redis, next.taskId, 3);
    expect(await readMirror(postgres, next.taskId)).toHaveLength(3);
  });
});

describe('a task that cannot be mirrored stays pending and keeps nobody waiting', () => {
  test('when Postgres refuses its values', async () => {
    const bad = await submitTask(redis, { owner: 'a\0b' });
    const good = await Promise.all(Array.from({ length: 5 }, () => submitTask(redis)));
    for (const task of [bad, ...good]) await task.complete();
    const persister = await startTestPersister(stores);
    for (const { taskId } of good) await untilPersisted(redis, taskId, 3);
    expect(persister.troubles()).toContain('refused');
    expect(await readRetention(redis, bad.taskId)).toEqual({
      streamExpires: false,
      recordExpires: false,
      waiting: 1,
      pending: 1,
    });
  });

  test('when Postgres holds another log of it, which is neither overwritten nor gone on with', async () => {
    const bad = await submitTask(redis);
    await commitStream(redis, postgres, bad.taskId);
    await postgres.run(
      ({ sql }) => sql`update task_events set data = '{"other":1}' where task_id = ${bad.taskId}`,
    );
    await bad.complete();
    const good = await submitTask(redis);
    await good.complete();
    // The first finds it when it writes, the second where the mirrored log ends.
    for (const name of ['persister-1', 'persister-2']) {
      const persister = await startTestPersister(stores, { ABANDONED_MS: '600000' }, name);
      await untilPersisted(redis, good.taskId, 3);
      await eventually(
        () => Promise.resolve(persister.troubles()),
        (troubles) => troubles.includes('diverged'),
      );
      await persister.drain();
    }
    expect(await readMirror(postgres, bad.taskId)).toMatchObject([{ seq: 1, data: '{"other":1}' }]);
    expect(await readRetention(redis, bad.taskId)).toMatchObject({ streamExpires: false, waiting: 1 });
  });
});
