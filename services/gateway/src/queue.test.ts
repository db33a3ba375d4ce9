import { useStores } from '@continuo/tests/support/use-stores';
import type { Problem } from '@continuo/shared/protocol/problem';
import type { StatusReply } from '@continuo/shared/protocol/http-api';
import { makeTakeRequests } from '@continuo/shared/redis/waiting-requests';
import type { Redis } from '@continuo/shared/redis/connection';
import { beforeEach, describe, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from './testing/test-gateway.ts';

const stores = useStores();
let redis: Redis;

beforeEach(async () => {
  redis = stores.openRedis();
  await redis.flushdb();
});

async function readQueue(gateway: TestGateway, taskId: string): Promise<StatusReply['queue']> {
  const response = await fetch(`${gateway.url}/api/chat/status/${taskId}`);
  return ((await response.json()) as StatusReply).queue;
}

async function acceptMany(gateway: TestGateway, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < count; i += 1)
    ids.push((await gateway.accept({ prompt: `p${i}`, cache: false })).task_id);
  return ids;
}

describe('two owners on the same stores', () => {
  test('see where their tasks stand in the queue, as things are: they take turns', async () => {
    const alice = await startTestGateway(stores);
    const bob = await startTestGateway(stores);
    const many = await acceptMany(alice, 20);
    const [one = ''] = await acceptMany(bob, 1);
    expect(await readQueue(bob, one)).toEqual({ estimated_position: 21 });

    const take = makeTakeRequests(redis);
    // A generator without room puts them in line.
    for (let calls = 0; calls < 2; calls += 1) await take(0, 'worker-a', { calls: 0, copies: 0 });
    expect((await readQueue(bob, one))?.estimated_position).toBeLessThanOrEqual(2);
    expect(await readQueue(alice, many.at(-1) ?? '')).toEqual({ estimated_position: 21 });

    await take(0, 'worker-a', { calls: 2, copies: 0 });
    expect(await readQueue(bob, one)).toBeNull();
    expect(await readQueue(alice, many[1] ?? '')).toEqual({ estimated_position: 1 });
  });

  test('invariant 11: are shed with 503 and Retry-After; neither can take the other’s room', async () => {
    const env = { REQUESTS_MAX: '5' };
    const alice = await startTestGateway(stores, env);
    const bob = await startTestGateway(stores, env);
    await acceptMany(alice, 4);
    const shed = await alice.generate({ prompt: 'too many' });
    expect([shed.status, shed.headers.get('retry-after')]).toEqual([503, '1']);
    expect((await shed.json()) as Problem).toMatchObject({ code: 'overloaded' });
    await acceptMany(bob, 1);
    expect((await bob.generate({ prompt: 'full' })).status).toBe(503);
  });
});

test('the figures count what is in line, too', async () => {
  const gateway = await startTestGateway(stores);
  await acceptMany(gateway, 3);
  const take = makeTakeRequests(redis);
  for (const calls of [0, 0, 1]) await take(0, 'worker-a', { calls, copies: 0 });
  const response = await fetch(`${gateway.url}/api/stats`);
  expect(await response.json()).toMatchObject({ queue: { waiting: 2, held: 1 } });
});
