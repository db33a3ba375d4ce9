import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { StatsReply } from '@continuo/shared/protocol/stats-api';
import { ConfigFaults } from '@continuo/shared/runtime/read-config';
import { openStoreProxy } from '@continuo/tests/support/store-proxy';
import { useStores } from '@continuo/tests/support/use-stores';
import { mirrorTask } from '../testing/mirror-task.ts';
import { startTestGateway } from '../testing/test-gateway.ts';
import { writeWholeAnswer } from '../testing/write-answer.ts';

/** ioredis tries for some seconds before it gives a command up. */
const SLOW = { timeout: 60_000 };

const stores = useStores();

async function readStats(url: string, query = ''): Promise<StatsReply> {
  return (await (await fetch(`${url}/api/stats${query}`)).json()) as StatsReply;
}

test('without Redis the stored figures are told, and the live ones are unknown', SLOW, async () => {
  const proxy = await openStoreProxy(stores.redisUrl());
  const { url, accept } = await startTestGateway(stores, { REDIS_URL: proxy.url });
  const { task_id } = await accept({ prompt: 'go' });
  await writeWholeAnswer(stores.openRedis(), task_id, ['a']);
  await mirrorTask(stores.openRedis(), stores.openPostgres(), task_id);
  proxy.cut();
  expect(await readStats(url)).toMatchObject({
    tasks: { completed: 1 },
    tokens: { output: 11 },
    queue: null,
    mirror: null,
    workers: null,
  });
});

test.each([
  ['1h', 60],
  ['24h', 48],
  ['7d', 56],
])('the window %s is told in %i buckets', async (window, buckets) => {
  const { url } = await startTestGateway(stores);
  const stats = await readStats(url, `?window=${window}`);
  expect(stats.window).toBe(window);
  expect(stats.series.buckets).toHaveLength(buckets);
});

test('24h are told where nothing else is asked for; another window is refused', async () => {
  const { url } = await startTestGateway(stores);
  expect((await readStats(url)).window).toBe('24h');
  const refused = await fetch(`${url}/api/stats?window=2h`);
  expect(refused.status).toBe(422);
  expect(await refused.json()).toMatchObject({ errors: [{ pointer: '/window' }] });
});

test('many that ask at once cost the stores one reading', async () => {
  const { url } = await startTestGateway(stores);
  const replies = await Promise.all(Array.from({ length: 20 }, () => readStats(url)));
  expect(new Set(replies.map(({ to }) => to)).size).toBeLessThan(replies.length);
});

test('a file of prices that is none keeps the gateway from starting, in one sentence', async () => {
  const noPrices = fileURLToPath(new URL('../../package.json', import.meta.url));
  const starting = startTestGateway(stores, { PRICES_FILE: noPrices });
  await expect(starting).rejects.toThrow(ConfigFaults);
  await expect(starting).rejects.toThrow(/^\S+package.json is not valid: [^\n]+$/);
});
