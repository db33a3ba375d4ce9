import { beforeEach, describe, expect, test, vi } from 'vitest';
import { listQuerySchema } from '@continuo/shared/protocol/http-api';
import type { Postgres } from '@continuo/shared/postgres/connection';
import { listTasks } from '@continuo/shared/postgres/list-tasks';
import { readTaskRow } from '@continuo/shared/postgres/read-task';
import type { Redis } from '@continuo/shared/redis/connection';
import { GENERATORS, PERSISTERS, requestsKey, taskKey } from '@continuo/shared/redis/keys';
import { useStores } from '@continuo/tests/support/use-stores';
import { emptyStores } from './testing/empty-stores.ts';
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

describe('a task', () => {
  test('appears in lists while it is queued, and as running while it runs', async () => {
    await startTestPersister(stores);
    const task = await submitTask(redis, { owner: 'lister', prompt: 'Why?\0 \ud800' });
    const list = async () => {
      const found = await listTasks(postgres, 'lister', listQuerySchema.parse({}));
      return found.tag === 'page' ? found.reply.tasks : [];
    };
    await untilPersisted(redis, task.taskId, 1);
    expect(await list()).toMatchObject([
      { task_id: task.taskId, status: 'queued', prompt: 'Why?\uFFFD \uFFFD' },
    ]);
    await task.write('Because');
    await untilPersisted(redis, task.taskId, 3);
    expect(await list()).toMatchObject([{ status: 'running', attempt: 1 }]);
  });

  test('invariant 5: is mirrored to the byte, with the request as Redis holds it', async () => {
    await startTestPersister(stores);
    const prompt = '"quoted" \\ \u2028 naïve 🎉 \u0001';
    const task = await submitTask(redis, { prompt });
    await task.write('Hello', '', ' "wörld" \\ \u2028 \t\n');
    await task.append(
      { type: 'chunk', chunk_id: 3, text: '👩‍👩‍👧', provider_cursor: '12 "x"' },
      { type: 'provider_handle', handle: 'resp_1' },
      { type: 'chunk', chunk_id: 4, text: 'NUL \0 and half a pair \ud83d' },
    );
    await task.complete();
    await untilAllCovered(redis);
    const stream = await readStream(redis, task.taskId);
    expect(stream).toHaveLength(9);
    expect(await readMirror(postgres, task.taskId)).toEqual(stream);
    const row = await readTaskRow(postgres, task.taskId);
    expect(row?.request).toBe(await redis.hget(taskKey(task.taskId), 'request'));
    expect(row).toMatchObject({ status: 'completed', seq: 9, chunksCount: 5, outputTokens: 11, prompt });
  });

  test('that was finished before any persister came is mirrored all the same', async () => {
    const task = await submitTask(redis);
    await task.write('a');
    await task.complete();
    await startTestPersister(stores);
    await untilAllCovered(redis);
    expect(await readMirror(postgres, task.taskId)).toEqual(await readStream(redis, task.taskId));
  });

  test('longer than a page is mirrored whole', async () => {
    const task = await submitTask(redis);
    const texts = Array.from({ length: 64 }, (_, i) => ` ${i}`);
    for (let i = 0; i < 40; i += 1) await task.write(...texts);
    await task.complete();
    await startTestPersister(stores);
    await untilAllCovered(redis);
    const mirror = await readMirror(postgres, task.taskId);
    expect(mirror).toHaveLength(3 + 40 * 64);
    expect(mirror).toEqual(await readStream(redis, task.taskId));
  });

  test('that Redis no longer knows has its request removed', async () => {
    const task = await submitTask(redis);
    await redis.xreadgroup('GROUP', GENERATORS, 'generator-1', 'STREAMS', requestsKey(0), '>');
    await redis.del(taskKey(task.taskId));
    await startTestPersister(stores);
    await untilAllCovered(redis);
    for (const group of [GENERATORS, PERSISTERS]) {
      const [pending] = (await redis.xpending(requestsKey(0), group)) as [number];
      expect(pending).toBe(0);
    }
    expect(await readTaskRow(postgres, task.taskId)).toBeUndefined();
  });
});

describe('invariant 7: nothing expires before the commit covers it', () => {
  test('a running task keeps everything, however much of it is mirrored', async () => {
    await startTestPersister(stores);
    const task = await submitTask(redis);
    await task.write('a');
    await untilPersisted(redis, task.taskId, 3);
    expect(await readRetention(redis, task.taskId)).toEqual({
      streamExpires: false,
      recordExpires: false,
      waiting: 1,
      pending: 1,
    });
    await task.complete();
    await untilAllCovered(redis);
  });

  test('at the terminal entry the request goes, and stream and record begin to expire', async () => {
    await startTestPersister(stores, { STREAM_RETENTION_MS: '60000', RECORD_RETENTION_MS: '120000' });
    const task = await submitTask(redis);
    await task.write('a');
    await task.complete();
    await untilAllCovered(redis);
    expect(await readRetention(redis, task.taskId)).toEqual({
      streamExpires: true,
      recordExpires: true,
      waiting: 0,
      pending: 0,
    });
    expect(await redis.pttl(taskKey(task.taskId))).toBeGreaterThan(60_000);
  });

  test('with Redis gone after that, Postgres has the same log', async () => {
    await startTestPersister(stores, { STREAM_RETENTION_MS: '0', RECORD_RETENTION_MS: '0' });
    const task = await submitTask(redis);
    await task.write('a', 'b');
    const running = await readStream(redis, task.taskId);
    await task.complete();
    await untilAllCovered(redis);
    expect(await redis.exists(taskKey(task.taskId))).toBe(0);
    const mirror = await readMirror(postgres, task.taskId);
    expect(mirror.slice(0, -1)).toEqual(running);
    expect(mirror.at(-1)).toMatchObject({ type: 'completed' });
  });
});

test('tasks of every partition are mirrored', async () => {
  await startTestPersister(stores, { PARTITIONS: '3' });
  const tasks = await Promise.all([0, 1, 2].map((partition) => submitTask(redis, { partition })));
  await Promise.all(tasks.map((task) => task.complete()));
  for (const partition of [0, 1, 2]) await untilAllCovered(redis, partition);
  for (const { taskId } of tasks) {
    expect(await readMirror(postgres, taskId)).toEqual(await readStream(redis, taskId));
  }
});

test('a thousand tasks at once end covered, with equal logs', { timeout: 60_000 }, async () => {
  await startTestPersister(stores, { FLUSH_MS: '50' });
  const tasks = await Promise.all(Array.from({ length: 1_000 }, () => submitTask(redis)));
  await Promise.all(
    tasks.map(async (task, i) => {
      await task.write(`${i}`, ' one');
      await task.write(' two');
      await task.complete();
    }),
  );
  await untilAllCovered(redis);
  const differing: string[] = [];
  for (const { taskId } of tasks) {
    const [stream, mirror] = await Promise.all([readStream(redis, taskId), readMirror(postgres, taskId)]);
    if (stream.length !== 6 || JSON.stringify(stream) !== JSON.stringify(mirror)) differing.push(taskId);
  }
  expect(differing).toEqual([]);
});

test('with room for one task at a time, all are mirrored in turn', async () => {
  await startTestPersister(stores, { TASKS_MAX: '1' });
  const tasks = await Promise.all(Array.from({ length: 5 }, () => submitTask(redis)));
  await Promise.all(tasks.map((task) => task.complete()));
  await untilAllCovered(redis);
  for (const { taskId } of tasks) {
    expect(await readMirror(postgres, taskId)).toEqual(await readStream(redis, taskId));
  }
});
