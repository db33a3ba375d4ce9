import { beforeEach, describe, expect, test } from 'vitest';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import { GENERATORS, PERSISTERS } from '@continuo/shared/redis/keys';
import { ensureGroup, readNewRequests } from '@continuo/shared/redis/request-stream';
import type { Redis } from '@continuo/shared/redis/connection';
import { mirrorTask } from './testing/mirror-task.ts';
import { useStores } from '@continuo/tests/support/use-stores';
import { startTestGateway, type TestGateway } from './testing/test-gateway.ts';
import { openAnswer, USAGE, writeWholeAnswer } from './testing/write-answer.ts';

const stores = useStores();
let gateway: TestGateway;
let redis: Redis;
let taskId: TaskId;

beforeEach(async () => {
  gateway = await startTestGateway(stores);
  redis = stores.openRedis();
  await redis.flushdb();
  taskId = (await gateway.accept({ prompt: 'go' })).task_id;
});

async function ask(route: string, method = 'GET'): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${gateway.url}/api/${route}`, { method });
  return { status: response.status, body: await response.json() };
}

describe('a queued task', () => {
  test('has a status, no chunks, and no result yet', async () => {
    expect((await ask(`chat/status/${taskId}`)).body).toMatchObject({
      task_id: taskId,
      status: 'queued',
      prompt: 'go',
      seq: 1,
      attempt: 0,
      chunks_count: 0,
      persisted_seq: 0,
      usage: null,
      error: null,
    });
    expect((await ask(`chat/chunks/${taskId}`)).body).toEqual({ chunks: [], status: 'queued', next_id: 0 });
    expect(await ask(`chat/result/${taskId}`)).toMatchObject({ status: 409, body: { code: 'not_finished' } });
  });

  test('invariant 8: is closed by a cancel at once, and a second cancel says the same', async () => {
    const cancelled = { task_id: taskId, status: 'cancelled', cancel_requested: true };
    expect(await ask(`chat/cancel/${taskId}`, 'POST')).toEqual({ status: 200, body: cancelled });
    expect(await ask(`chat/cancel/${taskId}`, 'POST')).toEqual({ status: 200, body: cancelled });
    expect((await ask(`chat/result/${taskId}`)).body).toMatchObject({ status: 'cancelled', text: '' });
  });
});

describe('a running task', () => {
  test('shows its chunks from any id on', async () => {
    const answer = await openAnswer(redis, taskId);
    await answer.write('a', 'b', 'c');
    expect((await ask(`chat/chunks/${taskId}?from_id=1`)).body).toEqual({
      chunks: [
        { chunk_id: 1, text: 'b', at: expect.any(Number), provider: 'simulator', model: 'sim-writer' },
        { chunk_id: 2, text: 'c', at: expect.any(Number), provider: 'simulator', model: 'sim-writer' },
      ],
      status: 'running',
      next_id: 3,
    });
    expect((await ask(`chat/status/${taskId}`)).body).toMatchObject({
      status: 'running',
      attempt: 1,
      epoch: 1,
      seq: 5,
      chunks_count: 3,
      progress: { chunks: 3, characters: 3 },
    });
  });

  test('invariant 8: keeps the intent to cancel for whoever holds it', async () => {
    await openAnswer(redis, taskId);
    expect((await ask(`chat/cancel/${taskId}`, 'POST')).body).toMatchObject({
      status: 'running',
      cancel_requested: true,
    });
    expect((await ask(`chat/status/${taskId}`)).body).toMatchObject({ cancel_requested: true });
  });
});

describe('a completed task', () => {
  beforeEach(() => writeWholeAnswer(redis, taskId, ['an ', 'answer']));

  test('has its text, usage and cost as the result', async () => {
    expect(await ask(`chat/result/${taskId}`)).toEqual({
      status: 200,
      body: {
        task_id: taskId,
        status: 'completed',
        text: 'an answer',
        cached: false,
        finish_reason: 'stop',
        usage: USAGE,
        cost_usd: 0.01,
        error: null,
      },
    });
  });

  test('keeps its end when it is cancelled', async () => {
    expect((await ask(`chat/cancel/${taskId}`, 'POST')).body).toEqual({
      task_id: taskId,
      status: 'completed',
      cancel_requested: false,
    });
  });

  test('is listed once it is in Postgres, newest first, page by page', async () => {
    const postgres = stores.openPostgres();
    const second = (await gateway.accept({ prompt: 'second' })).task_id;
    await mirrorTask(redis, postgres, taskId);
    await mirrorTask(redis, postgres, second);
    const first = (await ask('chat/list?limit=1')).body as { next_before: string };
    expect(first).toMatchObject({ tasks: [{ task_id: second, status: 'queued', prompt: 'second' }] });
    const rest = await ask(`chat/list?limit=1&before=${encodeURIComponent(first.next_before)}`);
    expect(rest.body).toMatchObject({ tasks: [{ task_id: taskId }], next_before: null });
    expect((await ask('chat/list?status=completed')).body).toMatchObject({ tasks: [{ task_id: taskId }] });
  });
});

describe('the figures', () => {
  test('say what waits while nobody has ever worked', async () => {
    expect((await ask('stats')).body).toMatchObject({
      queue: { waiting: 1, held: 0, unpersisted: 1 },
      workers: [],
    });
  });

  test('say what waits, what is held, and by whom', async () => {
    await gateway.accept({ prompt: 'second' });
    await ensureGroup(redis, 0, GENERATORS);
    await ensureGroup(redis, 0, PERSISTERS);
    await readNewRequests(redis, 0, GENERATORS, 'host-1', 1);
    await readNewRequests(redis, 0, PERSISTERS, 'host-2', 10);
    expect((await ask('stats')).body).toMatchObject({
      queue: { waiting: 1, held: 1, unpersisted: 2 },
      workers: [
        { service: 'generator', name: 'host-1', held: 1 },
        { service: 'persister', name: 'host-2', held: 2 },
      ],
    });
  });

  test('count what waits when requests ahead of the generators were deleted', async () => {
    await ensureGroup(redis, 0, GENERATORS);
    await readNewRequests(redis, 0, GENERATORS, 'host-1', 1);
    await gateway.accept({ prompt: 'second' });
    await gateway.accept({ prompt: 'third' });
    const [, [second]] = (await redis.xrange('chat:{0}:requests', '-', '+')) as [unknown, [string]];
    await redis.xdel('chat:{0}:requests', second);
    expect((await ask('stats')).body).toMatchObject({ queue: { waiting: 1, held: 1, unpersisted: 2 } });
  });
});
