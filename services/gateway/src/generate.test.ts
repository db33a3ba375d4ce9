import { beforeEach, describe, expect, test } from 'vitest';
import { readTaskRecord } from '@continuo/shared/redis/task-record';
import { idempotencyKey, requestsKey, taskKey } from '@continuo/shared/redis/keys';
import type { Problem } from '@continuo/shared/protocol/problem';
import type { Redis } from '@continuo/shared/redis/connection';
import { useStores } from '@continuo/tests/support/use-stores';
import { expireTask, mirrorTask } from './testing/mirror-task.ts';
import { startTestGateway, type TestGateway } from './testing/test-gateway.ts';
import { writeWholeAnswer } from './testing/write-answer.ts';

const stores = useStores();
let gateway: TestGateway;
let redis: Redis;

beforeEach(async () => {
  gateway = await startTestGateway(stores, { PARTITIONS: '4', REQUESTS_MAX: '1000' });
  redis = stores.openRedis();
  await redis.flushdb();
});

async function countTasks(): Promise<number> {
  const lengths = await Promise.all([0, 1, 2, 3].map((partition) => redis.xlen(requestsKey(partition))));
  return lengths.reduce((sum, length) => sum + length, 0);
}

describe('generate', () => {
  test('accepts a task and says where its answer is to be read', async () => {
    const response = await gateway.generate({ prompt: 'hello' });
    expect(response.status).toBe(202);
    const reply = (await response.json()) as Record<string, string>;
    expect(reply).toEqual({
      task_id: expect.stringMatching(/^t[0-3]_[0-9a-f]{32}$/),
      conversation_id: expect.stringMatching(/^c_[0-9a-f]{32}$/),
      status: 'queued',
      cached: false,
      stream_url: `/api/chat/stream/${reply['task_id']}`,
    });
    expect(response.headers.get('location')).toBe(reply['stream_url']);
  });

  test('stores the normalised request with the task', async () => {
    const { task_id, conversation_id } = await gateway.accept({
      system: 'Be brief.',
      messages: [
        { role: 'system', content: 'Be kind.' },
        { role: 'user', content: 'a' },
        { role: 'assistant', content: 'b' },
        { role: 'user', content: 'c' },
      ],
      conversation_id: 'c_019aa0c25f3e7d1cb0a1c2d3e4f50618',
      temperature: 0,
      max_tokens: 9,
    });
    expect(conversation_id).toBe('c_019aa0c25f3e7d1cb0a1c2d3e4f50618');
    expect(await readTaskRecord(redis, task_id)).toMatchObject({
      owner: gateway.owner,
      status: 'queued',
      seq: 1,
      conversationId: conversation_id,
      request: {
        provider: 'simulator',
        model: 'sim-writer',
        system: 'Be brief.\n\nBe kind.',
        messages: [
          { role: 'user', content: 'a' },
          { role: 'assistant', content: 'b' },
          { role: 'user', content: 'c' },
        ],
        temperature: 0,
        max_tokens: 9,
      },
    });
  });

  test('spreads tasks over the partitions, the same request always into the same', async () => {
    const ids = await Promise.all(
      Array.from({ length: 40 }, async (_, i) => (await gateway.accept({ prompt: `p${i}` })).task_id),
    );
    expect(new Set(ids.map((id) => id.slice(0, 2)))).toEqual(new Set(['t0', 't1', 't2', 't3']));
    const again = await Promise.all(ids.map((_, i) => gateway.accept({ prompt: `p${i}` })));
    expect(again.map(({ task_id }) => task_id.slice(0, 2))).toEqual(ids.map((id) => id.slice(0, 2)));
  });

  test('is a 503 with Retry-After while the request stream is at its bound', async () => {
    const small = await startTestGateway(stores, { REQUESTS_MAX: '1' });
    await small.accept({ prompt: 'a' });
    const response = await small.generate({ prompt: 'b' });
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1']);
    expect(((await response.json()) as Problem).code).toBe('overloaded');
  });
});

describe('an Idempotency-Key', () => {
  const headers = { 'Idempotency-Key': 'order-1' };

  test('said again after Redis has let the finished task go gives that task, not a new one under its name', async () => {
    const first = await gateway.accept({ prompt: 'late' }, headers);
    await writeWholeAnswer(redis, first.task_id, ['a']);
    await mirrorTask(redis, stores.openPostgres(), first.task_id);
    await expireTask(redis, first.task_id);
    const again = await gateway.generate({ prompt: 'late' }, headers);
    expect(again.status).toBe(202);
    expect(await again.json()).toMatchObject(first);
    expect(await readTaskRecord(redis, first.task_id)).toBeUndefined();
  });

  test('gives the same reply to the same body, and one task', async () => {
    const first = await gateway.accept({ prompt: 'a', cache: false }, headers);
    // The order of the fields makes it no other body.
    expect(await gateway.accept({ cache: false, prompt: 'a' }, headers)).toEqual(first);
    expect(await countTasks()).toBe(1);
  });

  test('gives the same reply when the task has ended since', async () => {
    const first = await gateway.accept({ prompt: 'a' }, headers);
    await writeWholeAnswer(redis, first.task_id, ['answer']);
    expect(await gateway.accept({ prompt: 'a' }, headers)).toEqual(first);
  });

  test('gives the same reply to a request that was answered from the cache', async () => {
    const { task_id } = await gateway.accept({ prompt: 'a' });
    await writeWholeAnswer(redis, task_id, ['answer']);
    const first = await gateway.accept({ prompt: 'a' }, headers);
    expect(first).toMatchObject({ cached: true, status: 'completed' });
    expect(await gateway.accept({ prompt: 'a' }, headers)).toEqual(first);
  });

  test('makes one task of requests that come at once', async () => {
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => gateway.accept({ prompt: 'a', cache: false }, headers)),
    );
    expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
    expect(await countTasks()).toBe(1);
  });

  test('is a 422 with another body', async () => {
    await gateway.accept({ prompt: 'a' }, headers);
    const response = await gateway.generate({ prompt: 'b' }, headers);
    expect([response.status, ((await response.json()) as Problem).code]).toEqual([
      422,
      'idempotency_conflict',
    ]);
    expect(await countTasks()).toBe(1);
  });

  test('means another task for another owner', async () => {
    const other = await startTestGateway(stores);
    const mine = await gateway.accept({ prompt: 'a' }, headers);
    expect((await other.accept({ prompt: 'b' }, headers)).task_id).not.toBe(mine.task_id);
  });

  test('finishes what a crash between the claim and the submit had left undone', async () => {
    const first = await gateway.accept({ prompt: 'a', cache: false }, headers);
    const claim = await redis.get(idempotencyKey(gateway.owner, 'order-1'));
    await redis.flushdb();
    await redis.set(idempotencyKey(gateway.owner, 'order-1'), claim ?? '');

    expect(await gateway.accept({ prompt: 'a', cache: false }, headers)).toEqual(first);
    expect(await redis.hget(taskKey(first.task_id), 'status')).toBe('queued');
    expect(await countTasks()).toBe(1);
  });
});
