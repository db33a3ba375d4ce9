import { beforeEach, expect, test } from 'vitest';
import { decodeEntry } from '@continuo/shared/protocol/entry';
import { CACHED_ANSWER_CHARS_MAX } from '@continuo/shared/protocol/limits';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import type { Redis } from '@continuo/shared/redis/connection';
import { readTaskRecord } from '@continuo/shared/redis/task-record';
import { readTaskStream, readWholeLog } from '@continuo/shared/redis/task-stream';
import { mirrorTask } from './testing/mirror-task.ts';
import { entriesKey } from '@continuo/shared/redis/keys';
import { useStores } from '@continuo/tests/support/use-stores';
import { startTestGateway, type TestGateway } from './testing/test-gateway.ts';
import { openAnswer, writeWholeAnswer } from './testing/write-answer.ts';

const stores = useStores();
let gateway: TestGateway;
let redis: Redis;

beforeEach(async () => {
  gateway = await startTestGateway(stores);
  redis = stores.openRedis();
});

async function readLogOf(taskId: TaskId) {
  const log = await readWholeLog((id, afterSeq) => readTaskStream(redis, id, afterSeq), taskId);
  return log.map(decodeEntry);
}

test('the same request again is complete at once, with a log of its own and nothing bought', async () => {
  const first = await gateway.accept({ prompt: 'why' });
  await writeWholeAnswer(redis, first.task_id, ['be', 'cause']);
  const second = await gateway.accept({ messages: [{ role: 'user', content: 'why' }] });

  expect(second).toMatchObject({ cached: true, status: 'completed' });
  expect(second.task_id).not.toBe(first.task_id);
  expect(await readLogOf(second.task_id)).toMatchObject([
    { seq: 1, epoch: 0, type: 'accepted', conversation_id: second.conversation_id },
    { seq: 2, epoch: 0, type: 'cache_hit', source_task_id: first.task_id, kept_chunks: 0 },
    { seq: 3, epoch: 0, type: 'chunk', chunk_id: 0, text: 'because' },
    {
      seq: 4,
      epoch: 0,
      type: 'completed',
      finish_reason: 'stop',
      usage: { input_tokens: 0, output_tokens: 0 },
      cost_usd: 0,
    },
  ]);
  const result = await fetch(`${gateway.url}/api/chat/result/${second.task_id}`);
  expect(await result.json()).toMatchObject({ text: 'because', cached: true });
});

test('invariant 9: identical requests in flight all follow the first', async () => {
  const first = await gateway.accept({ prompt: 'why' });
  const others = await Promise.all(Array.from({ length: 50 }, () => gateway.accept({ prompt: 'why' })));
  const records = await Promise.all(others.map(({ task_id }) => readTaskRecord(redis, task_id)));
  expect(new Set(records.map((record) => record?.follows))).toEqual(new Set([first.task_id]));
  expect((await readTaskRecord(redis, first.task_id))?.follows).toBeUndefined();
});

test.each([
  ['another model', { model: 'sim-claude' }],
  ['other settings of the simulator', { model: 'sim-writer@seed=2' }],
  ['a temperature', { temperature: 1 }],
  ['a bound of tokens', { max_tokens: 5 }],
  ['a system text', { system: 'Be brief.' }],
  ['cache: false', { cache: false }],
])('a request with %s is another request', async (_name, difference) => {
  const first = await gateway.accept({ prompt: 'why' });
  await writeWholeAnswer(redis, first.task_id, ['because']);
  const second = await gateway.accept({ prompt: 'why', ...difference });
  expect(second).toMatchObject({ cached: false, status: 'queued' });
});

test('a task that opted out is not taken from the cache by others', async () => {
  const first = await gateway.accept({ prompt: 'why', cache: false });
  await writeWholeAnswer(redis, first.task_id, ['because']);
  expect(await gateway.accept({ prompt: 'why' })).toMatchObject({ cached: false });
});

test('invariant 10: another owner gets no hit', async () => {
  const other = await startTestGateway(stores);
  const first = await gateway.accept({ prompt: 'why' });
  await writeWholeAnswer(redis, first.task_id, ['because']);
  const theirs = await other.accept({ prompt: 'why' });
  expect(theirs.cached).toBe(false);
  expect((await readTaskRecord(redis, theirs.task_id))?.follows).toBeUndefined();
});

test('CACHE_TTL_MS 0 turns the cache off', async () => {
  const without = await startTestGateway(stores, { CACHE_TTL_MS: '0' });
  const first = await without.accept({ prompt: 'why' });
  await writeWholeAnswer(redis, first.task_id, ['because']);
  expect(await without.accept({ prompt: 'why' })).toMatchObject({ cached: false });
});

test('an answer that is still running is not a hit', async () => {
  const first = await gateway.accept({ prompt: 'why' });
  await (await openAnswer(redis, first.task_id)).write('be');
  expect(await gateway.accept({ prompt: 'why' })).toMatchObject({ cached: false, status: 'queued' });
});

test('a long answer is cut into chunks, never inside a character', async () => {
  const text = `a${'🎼'.repeat(30_000)}`;
  const first = await gateway.accept({ prompt: 'why' });
  await writeWholeAnswer(redis, first.task_id, text.match(/.{1,4000}/gsu) ?? []);
  const second = await gateway.accept({ prompt: 'why' });
  const chunks = (await readLogOf(second.task_id)).filter((entry) => entry.type === 'chunk');
  expect(chunks.length).toBeGreaterThan(1);
  expect(chunks.every((chunk) => chunk.text.isWellFormed())).toBe(true);
  expect(chunks.map((chunk) => chunk.text).join('')).toBe(text);
});

test('an answer too long for one submit is generated anew', async () => {
  const first = await gateway.accept({ prompt: 'why' });
  const piece = 'a'.repeat(8_000);
  await writeWholeAnswer(redis, first.task_id, Array(CACHED_ANSWER_CHARS_MAX / 8_000 + 1).fill(piece));
  expect(await gateway.accept({ prompt: 'why' })).toMatchObject({ cached: false, status: 'queued' });
});

test('an answer that has left Redis is taken from Postgres', async () => {
  const first = await gateway.accept({ prompt: 'why' });
  await writeWholeAnswer(redis, first.task_id, ['because']);
  await mirrorTask(redis, stores.openPostgres(), first.task_id);
  await redis.del(entriesKey(first.task_id));
  const second = await gateway.accept({ prompt: 'why' });
  expect(second.cached).toBe(true);
  expect((await readLogOf(second.task_id))[2]).toMatchObject({ text: 'because' });
});

test('an answer that no store has any more is generated anew', async () => {
  const first = await gateway.accept({ prompt: 'why' });
  await writeWholeAnswer(redis, first.task_id, ['because']);
  await redis.del(entriesKey(first.task_id));
  expect(await gateway.accept({ prompt: 'why' })).toMatchObject({ cached: false, status: 'queued' });
});
