import { beforeEach, describe, expect, test } from 'vitest';
import { readFrames, seqOf } from './testing/read-frames.ts';
import { openStoreProxy, type StoreProxy } from '@continuo/tests/support/store-proxy';
import { useStores } from '@continuo/tests/support/use-stores';
import { startTestGateway, type TestGateway } from './testing/test-gateway.ts';
import { mirrorTask } from './testing/mirror-task.ts';
import { openAnswer, writeWholeAnswer } from './testing/write-answer.ts';

/** ioredis tries for some seconds before it gives a command up. */
const SLOW = { timeout: 60_000 };

const stores = useStores();
let gateway: TestGateway;
let proxy: StoreProxy;

async function expectUnavailable(path: string, init?: RequestInit): Promise<void> {
  const response = await fetch(gateway.url + path, init);
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1']);
  expect(await response.json()).toMatchObject({ code: 'unavailable' });
}

describe('without Postgres', SLOW, () => {
  beforeEach(async () => {
    proxy = await openStoreProxy(stores.databaseUrl());
    gateway = await startTestGateway(stores, { DATABASE_URL: proxy.url });
    proxy.cut();
  });

  test('chats go on: generate, stream, status, result and cancel', async () => {
    const redis = stores.openRedis();
    const { task_id, stream_url } = await gateway.accept({ prompt: 'go' });
    await writeWholeAnswer(redis, task_id, ['a', 'b']);
    expect((await readFrames(gateway.url + stream_url)).frames).toHaveLength(5);
    for (const route of ['GET status', 'GET chunks', 'GET result', 'POST cancel']) {
      const [method = '', name = ''] = route.split(' ');
      const response = await fetch(`${gateway.url}/api/chat/${name}/${task_id}`, { method });
      expect(response.status).toBe(200);
    }
  });

  test('what only Postgres knows is a 503 with Retry-After', async () => {
    await expectUnavailable('/api/chat/list');
    await expectUnavailable('/api/stats');
    await expectUnavailable('/api/chat/status/t0_019aa0c25f3e7d1cb0a1c2d3e4f50617');
    await expectUnavailable('/api/batches');
    await expectUnavailable('/api/batches', {
      method: 'POST',
      body: '"a"',
      headers: { 'Content-Type': 'text/plain' },
    });
  });

  test('the gateway stays ready and reports it', async () => {
    const response = await fetch(`${gateway.url}/health/ready`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      status: 'ready',
      checks: [
        { name: 'redis', ok: true },
        { name: 'postgres', ok: false, critical: false },
      ],
    });
  });
});

describe('without Redis', SLOW, () => {
  beforeEach(async () => {
    proxy = await openStoreProxy(stores.redisUrl());
    gateway = await startTestGateway(stores, { REDIS_URL: proxy.url, HEARTBEAT_MS: '50' });
  });

  test('streams stay open with heartbeats, and go on where they were when it is back', async () => {
    const { task_id, stream_url } = await gateway.accept({ prompt: 'go' });
    const answer = await openAnswer(stores.openRedis(), task_id);
    let caughtUp = (): void => undefined;
    const atHead = new Promise<void>((resolve) => (caughtUp = resolve));
    const reading = readFrames(gateway.url + stream_url, { onFrame: (count) => count === 2 && caughtUp() });
    await atHead;
    proxy.cut();
    await answer.write('while ', 'it was ');
    expect((await gateway.generate({ prompt: 'no' })).status).toBe(503);
    proxy.mend();
    await answer.write('away');
    await answer.complete();

    const { frames, raw } = await reading;
    expect(frames.map(seqOf)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(raw).toContain(': heartbeat');
  });

  test('invariant 10: the finished task of another owner is as unknown as one that never was', async () => {
    const redis = stores.openRedis();
    const postgres = stores.openPostgres();
    const stranger = await startTestGateway(stores);
    const [own, foreign] = await Promise.all(
      [gateway, stranger].map(async (each) => {
        const { task_id } = await each.accept({ prompt: 'go' });
        await writeWholeAnswer(redis, task_id, ['a']);
        await mirrorTask(redis, postgres, task_id);
        return task_id;
      }),
    );
    proxy.cut();
    expect((await fetch(`${gateway.url}/api/chat/status/${own}`)).status).toBe(200);
    await expectUnavailable(`/api/chat/status/${foreign}`);
    await expectUnavailable('/api/chat/status/t0_019aa0c25f3e7d1cb0a1c2d3e4f50617');
  });

  test('a finished log of more than one page is replayed whole', async () => {
    const redis = stores.openRedis();
    const { task_id, stream_url } = await gateway.accept({ prompt: 'go' });
    const answer = await openAnswer(redis, task_id);
    for (let i = 0; i < 20; i += 1) await answer.write(...Array.from({ length: 60 }, (_, j) => `${j} `));
    await answer.complete();
    await mirrorTask(redis, stores.openPostgres(), task_id);
    proxy.cut();
    const { frames } = await readFrames(gateway.url + stream_url);
    expect(frames.map(seqOf)).toEqual(Array.from({ length: 1_203 }, (_, i) => i + 1));
  });

  test('the gateway is alive and not ready', async () => {
    proxy.cut();
    expect((await fetch(`${gateway.url}/health`)).status).toBe(200);
    const ready = await fetch(`${gateway.url}/health/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({
      status: 'not_ready',
      checks: [
        { name: 'redis', ok: false, critical: true },
        { name: 'postgres', ok: true },
      ],
    });
  });
});
