import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ConversationList, ConversationReply } from '@continuo/shared/protocol/conversation-api';
import { makePostgres, type Postgres } from '@continuo/shared/postgres/connection';
import { makeRedis, type Redis } from '@continuo/shared/redis/connection';
import { generate, readStream, readToTheEnd } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { STACK_START_MS, startTestStack, type TestStack } from '../support/test-stack.ts';
import { countRowsLeft, listKeysLeft } from '../support/what-is-left.ts';

const QUICK = 'sim-writer@tps=0,tokens=60';
const SLOW = 'sim-writer@tps=50,tokens=2000';

let stack: TestStack;
let redis: Redis;
let postgres: Postgres;

beforeAll(async () => {
  stack = await startTestStack({ gateways: 2, generators: 2, persisters: 2 });
  redis = makeRedis(stack.redisUrl, 'command', () => undefined);
  postgres = makePostgres({ url: stack.databaseUrl, applicationName: 'test', connectionsMax: 2 });
}, STACK_START_MS);

afterAll(async () => {
  redis?.disconnect();
  await postgres?.close();
  await stack?.dispose();
});

async function getJson<Reply>(path: string): Promise<Reply> {
  return (await (await fetch(`${stack.url}/api/conversations${path}`)).json()) as Reply;
}

test('a conversation is in lists, and its answers are found, soon after they came', async () => {
  const { task_id, conversation_id } = await generate(stack.url, { prompt: 'A zebra?', model: QUICK });
  await readToTheEnd(stack.urls, task_id);
  const { turns } = await getJson<ConversationReply>(`/${conversation_id}`);
  expect(turns).toMatchObject([{ task_id, status: 'completed', prompt: 'A zebra?' }]);
  const words = turns[0]?.answer.match(/[a-z]{5,}/g) ?? [];
  expect(words.length).toBeGreaterThan(3);

  const list = await eventually(
    () => getJson<ConversationList>(''),
    ({ conversations }) => conversations[0]?.last_turn?.status === 'completed',
  );
  expect(list.conversations).toMatchObject([{ conversation_id, title: 'A zebra?' }]);
  const q = encodeURIComponent(words.slice(0, 3).join(' '));
  const found = await eventually(
    () => getJson<ConversationList>(`?q=${q}`),
    ({ conversations }) => conversations.length > 0,
  );
  expect(found.conversations).toMatchObject([{ conversation_id, hits: [{ task_id }] }]);
  expect(
    await fetch(`${stack.url}/api/conversations/${conversation_id}`, { method: 'DELETE' }),
  ).toMatchObject({
    status: 204,
  });
});

test('deleted while an answer streams in it, a conversation leaves nothing, and its readers an end', async () => {
  const first = await generate(stack.url, { prompt: 'First', model: QUICK }, { 'idempotency-key': 'one' });
  const { conversation_id } = first;
  await readToTheEnd(stack.urls, first.task_id);
  const { task_id } = await generate(stack.url, { prompt: 'Second', model: SLOW, conversation_id });
  let deleting: Promise<Response> | undefined;
  const readers = stack.urls.map((url) =>
    readStream(url, task_id, {
      onEntry: ({ event }) => {
        if (event !== 'chunk') return;
        deleting ??= fetch(`${stack.urls[1]}/api/conversations/${conversation_id}`, { method: 'DELETE' });
      },
    }),
  );
  const readings = await Promise.all(readers);

  expect((await deleting)?.status).toBe(204);
  for (const { events } of readings) {
    expect(events.filter(({ event }) => event === 'chunk').length).toBeLessThan(1_000);
    expect(events.at(-1)?.event).toBe('cancelled');
  }
  const again = await readStream(stack.url, task_id, { lastEventId: '5-0' });
  expect(again.status).toBe(404);
  expect((await fetch(`${stack.url}/api/conversations/${conversation_id}`)).status).toBe(404);
  // The persisters let go of what they had in hand.
  const left = await eventually(
    async () => ({ keys: await listKeysLeft(redis), rows: await countRowsLeft(postgres) }),
    ({ keys, rows }) => keys.length === 0 && Object.keys(rows).length === 1,
  );
  expect(left).toEqual({ keys: [], rows: { deleted_conversations: 2 } });
  const { calls } = await stack.simulator.readLedger({ prompt: 'Second' });
  expect(calls).toHaveLength(1);
  expect(calls[0]?.output_tokens).toBeLessThan(1_000);
});
