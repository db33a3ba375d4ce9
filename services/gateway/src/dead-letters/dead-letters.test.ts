import { beforeEach, describe, expect, test } from 'vitest';
import type { DeadDetailReply, DeadListReply } from '@continuo/shared/protocol/dead-letter-api';
import { decodeEntry } from '@continuo/shared/protocol/entry';
import type { GenerateReply } from '@continuo/shared/protocol/http-api';
import { CHUNK_CHARS_MAX, RETRIED_CHARS_MAX } from '@continuo/shared/protocol/limits';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import type { Redis } from '@continuo/shared/redis/connection';
import { requestsKey } from '@continuo/shared/redis/keys';
import { readTaskRecord } from '@continuo/shared/redis/task-record';
import { readTaskStream, readWholeLog } from '@continuo/shared/redis/task-stream';
import { useStores } from '@continuo/tests/support/use-stores';
import { expireTask, mirrorTask } from '../testing/mirror-task.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';
import { writeDeadAnswer } from '../testing/write-answer.ts';

const stores = useStores();
const NEVER_WAS = 't0_019aa0c25f3e7d1cb0a1c2d3e4f50617';
const DROPPED = { status: 204, body: undefined };

let gateway: TestGateway;
let redis: Redis;

beforeEach(async () => {
  gateway = await startTestGateway(stores);
  redis = stores.openRedis();
  await redis.flushdb();
});

async function ask(
  route: string,
  method = 'GET',
  { url } = gateway,
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${url}/api/dead${route}`, { method });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
}

/** A task that was given up. */
async function die(prompt: string, texts = ['be', 'cause'], from = gateway): Promise<TaskId> {
  const { task_id } = await from.accept({ prompt });
  await writeDeadAnswer(redis, task_id, texts);
  return task_id;
}

async function retry(taskId: string): Promise<GenerateReply & { task_id: TaskId }> {
  const { status, body } = await ask(`/${taskId}/retry`, 'POST');
  expect(status).toBe(202);
  return body as GenerateReply & { task_id: TaskId };
}

async function list(query = '', from = gateway): Promise<DeadListReply> {
  return (await ask(query, 'GET', from)).body as DeadListReply;
}

async function readLogOf(taskId: TaskId) {
  const log = await readWholeLog((id, afterSeq) => readTaskStream(redis, id, afterSeq), taskId);
  return log.map(decodeEntry);
}

describe('the list', () => {
  test('says of each dead letter what it was and why it was given up', async () => {
    const { task_id, conversation_id } = await gateway.accept({ prompt: '\n why?  \nsecond line' });
    await writeDeadAnswer(redis, task_id, ['be', 'cause']);
    expect(await ask('')).toEqual({
      status: 200,
      body: {
        dead_letters: [
          {
            task_id,
            conversation_id,
            at: expect.any(Number),
            attempts: 1,
            code: 'provider_overloaded',
            message: 'too much',
            provider: 'simulator',
            model: 'sim-writer',
            kept_chunks: 2,
            kept_characters: 7,
            prompt: 'why?  ',
          },
        ],
        next_before: null,
      },
    });
  });

  test('goes page by page through all partitions, newest first, each letter once', async () => {
    gateway = await startTestGateway(stores, { PARTITIONS: '3' });
    const died: TaskId[] = [];
    for (let i = 0; i < 10; i += 1) died.push(await die(`prompt ${i}`));
    expect(new Set(died.map((id) => id.slice(0, 3))).size).toBeGreaterThan(1);

    const listed: string[] = [];
    for (let before: string | null = ''; before !== null;) {
      const page: DeadListReply = await list(`?limit=3${before && `&before=${before}`}`);
      expect(page.dead_letters.length).toBeLessThanOrEqual(3);
      listed.push(...page.dead_letters.map((letter) => letter.task_id));
      before = page.next_before;
    }
    expect(listed.toSorted()).toEqual(died.toSorted());
    const times = (await list()).dead_letters.map((letter) => letter.at);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  test.each(['?before=nonsense', '?limit=0', '?limit=201', '?colour=red'])(
    'is a 422 when it is asked with %s',
    async (query) => {
      expect(await ask(query)).toMatchObject({ status: 422, body: { code: 'validation' } });
    },
  );
});

test('a dead letter shows the request, the kept text and the failures of its attempts', async () => {
  const taskId = await die('why', ['be', 'cause']);
  const shown = (await ask(`/${taskId}`)).body as DeadDetailReply;
  expect(shown).toMatchObject({
    task_id: taskId,
    request: {
      provider: 'simulator',
      model: 'sim-writer',
      messages: [{ role: 'user', content: 'why' }],
    },
    text: 'because',
    failures: [{ attempt: 1, worker: 'test-1', code: 'provider_overloaded', followed_by: 'end' }],
  });
});

describe('a retry', () => {
  test('is a new task of the same conversation and request that begins with the kept text', async () => {
    const origin = await die('why', ['be', 'cause']);
    const before = await readTaskRecord(redis, origin);

    const reply = await retry(origin);

    expect(reply).toEqual({
      task_id: expect.not.stringMatching(origin) as string,
      conversation_id: before?.conversationId,
      status: 'queued',
      cached: false,
      stream_url: `/api/chat/stream/${reply.task_id}`,
    });
    expect(await readLogOf(reply.task_id)).toMatchObject([
      { type: 'accepted', epoch: 0, retry_of: origin, cacheable: false },
      { type: 'chunk', epoch: 0, chunk_id: 0, text: 'because' },
    ]);
    const record = await readTaskRecord(redis, reply.task_id);
    expect(record).toMatchObject({
      status: 'queued',
      seq: 2,
      request: before?.request,
      owner: gateway.owner,
    });
    const requests = await redis.xrange(requestsKey(0), '-', '+');
    expect(requests.map(([, fields]) => fields[1])).toEqual([origin, reply.task_id]);
  });

  test('takes the dead letter away', async () => {
    const origin = await die('why');
    await retry(origin);
    expect((await list()).dead_letters).toEqual([]);
    expect(await ask(`/${origin}`)).toMatchObject({ status: 404, body: { code: 'unknown_task' } });
  });

  test('said again, also at the same moment, gives the same task', async () => {
    const origin = await die('why');
    const replies = await Promise.all(Array.from({ length: 20 }, () => retry(origin)));
    replies.push(await retry(origin));
    expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
    expect(await redis.xlen(requestsKey(0))).toBe(2);
  });

  test('said again gives the same task when that is over and has left Redis', async () => {
    const origin = await die('why');
    const { task_id } = await retry(origin);
    await writeDeadAnswer(redis, task_id, []);
    await mirrorTask(redis, stores.openPostgres(), task_id);
    await expireTask(redis, task_id);
    expect((await retry(origin)).task_id).toBe(task_id);
    expect(await readTaskRecord(redis, task_id)).toBeUndefined();
  });

  test('that is given up too can be retried in turn', async () => {
    const first = await retry(await die('why', ['be']));
    await writeDeadAnswer(redis, first.task_id, []);
    const second = await retry(first.task_id);
    expect(second.task_id).not.toBe(first.task_id);
    expect((await readLogOf(second.task_id))[0]).toMatchObject({ retry_of: first.task_id });
  });

  test('carries a long text in chunks, never cut inside a character', async () => {
    const text = `a${'🎼'.repeat(20_000)}`;
    const { task_id } = await retry(await die('why', text.match(/.{1,4000}/gsu) ?? []));
    const chunks = (await readLogOf(task_id)).filter((entry) => entry.type === 'chunk');
    expect(chunks.map((chunk) => chunk.text).join('')).toBe(text);
    expect(chunks.map((chunk) => chunk.chunk_id)).toEqual(chunks.map((_, i) => i));
    expect(chunks.every((chunk) => chunk.text.length <= CHUNK_CHARS_MAX && chunk.text.isWellFormed())).toBe(
      true,
    );
  });

  test('invariant 11: carries the first RETRIED_CHARS_MAX characters of a text that is longer', async () => {
    const piece = 'a'.repeat(CHUNK_CHARS_MAX);
    const { task_id } = await retry(
      await die('why', Array(Math.ceil(RETRIED_CHARS_MAX / CHUNK_CHARS_MAX) + 1).fill(piece)),
    );
    const chunks = (await readLogOf(task_id)).filter((entry) => entry.type === 'chunk');
    expect(chunks.reduce((sum, chunk) => sum + chunk.text.length, 0)).toBe(RETRIED_CHARS_MAX);
  });

  test('is refused, and the dead letter stays, while the request stream is at its bound', async () => {
    const origin = await die('why');
    gateway = await startTestGateway(stores, { OWNER: gateway.owner, REQUESTS_MAX: '1' });
    expect(await ask(`/${origin}/retry`, 'POST')).toMatchObject({
      status: 503,
      body: { code: 'overloaded' },
    });
    expect((await list()).dead_letters).toMatchObject([{ task_id: origin }]);
  });
});

describe('a dead letter whose task has left Redis', () => {
  test('is read from Postgres', async () => {
    const origin = await die('why', ['be', 'cause']);
    await mirrorTask(redis, stores.openPostgres(), origin);
    await expireTask(redis, origin);
    expect((await list()).dead_letters).toMatchObject([{ task_id: origin, prompt: 'why' }]);
    expect(await ask(`/${origin}`)).toMatchObject({ status: 200, body: { text: 'because' } });
    const { task_id } = await retry(origin);
    expect((await readLogOf(task_id))[1]).toMatchObject({ type: 'chunk', text: 'because' });
  });

  test('and is in no other store can only be listed and dropped', async () => {
    const origin = await die('why');
    await expireTask(redis, origin);
    expect((await list()).dead_letters).toMatchObject([
      { task_id: origin, prompt: null, kept_characters: 7 },
    ]);
    expect(await ask(`/${origin}`)).toMatchObject({ status: 410, body: { code: 'gone' } });
    expect(await ask(`/${origin}/retry`, 'POST')).toMatchObject({ status: 410, body: { code: 'gone' } });
    expect(await ask(`/${origin}`, 'DELETE')).toEqual(DROPPED);
    expect((await list()).dead_letters).toEqual([]);
  });
});

test('a dropped letter is gone for good; its task and text stay', async () => {
  const origin = await die('why');
  expect(await ask(`/${origin}`, 'DELETE')).toEqual(DROPPED);
  expect(await ask(`/${origin}`, 'DELETE')).toMatchObject({ status: 404, body: { code: 'unknown_task' } });
  expect(await ask(`/${origin}/retry`, 'POST')).toMatchObject({ status: 404 });
  const result = await fetch(`${gateway.url}/api/chat/result/${origin}`);
  expect(await result.json()).toMatchObject({ status: 'failed', text: 'because' });
});

test('invariant 10: another owner finds and changes nothing', async () => {
  const theirs = await startTestGateway(stores);
  const origin = await die('secret');
  expect(await list('', theirs)).toEqual({ dead_letters: [], next_before: null });
  for (const [route, method] of [
    ['', 'GET'],
    ['/retry', 'POST'],
    ['', 'DELETE'],
  ] as const) {
    const asked = await ask(`/${origin}${route}`, method, theirs);
    expect(asked).toMatchObject({ status: 404, body: { code: 'unknown_task' } });
    const { request_id: _id, ...problem } = asked.body as Record<string, unknown>;
    expect((await ask(`/${NEVER_WAS}${route}`, method, theirs)).body).toMatchObject(problem);
  }
  expect((await list()).dead_letters).toHaveLength(1);
  await retry(origin);
  expect(await ask(`/${origin}/retry`, 'POST', theirs)).toMatchObject({ status: 404 });
});
