import { beforeEach, describe, expect, test } from 'vitest';
import { beginDeletion } from '@continuo/shared/postgres/delete-conversation';
import type { Postgres } from '@continuo/shared/postgres/connection';
import type { ConversationId } from '@continuo/shared/protocol/task-id';
import type { Redis } from '@continuo/shared/redis/connection';
import { forgetConversation } from '@continuo/shared/redis/conversation-head';
import { forgetTask } from '@continuo/shared/redis/forget-task';
import { makeTransitions } from '@continuo/shared/redis/transitions';
import { useStores } from '@continuo/tests/support/use-stores';
import { mirrorTask } from '../testing/mirror-task.ts';
import { eventOf, readFrames } from '../testing/read-frames.ts';
import { mirrorTurns, tellTurn } from '../testing/tell-turns.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';
import { countRowsLeft, listKeysLeft } from '@continuo/tests/support/what-is-left';
import { openAnswer, writeDeadAnswer } from '../testing/write-answer.ts';

const stores = useStores();
const NEVER_WAS = 'c_019aa0c25f3e7d1cb0a1c2d3e4f50618';
let gateway: TestGateway;
let redis: Redis;
let postgres: Postgres;

beforeEach(async () => {
  redis = stores.openRedis();
  postgres = stores.openPostgres();
  await redis.flushdb();
  await postgres.run(
    ({ sql }) => sql`truncate conversations, chat_tasks, chat_chunks, deleted_conversations cascade`,
  );
  gateway = await startTestGateway(stores);
});

async function remove(id: string, by = gateway): Promise<number> {
  return (await fetch(`${by.url}/api/conversations/${id}`, { method: 'DELETE' })).status;
}

/** What is remembered of a deletion that is done. */
const REMEMBERED = { deleted_conversations: 1 };

/** A turn in Postgres, one of which Redis keeps nothing, one with a key and a cached answer, one given up, one new. */
async function tellEverything(): Promise<ConversationId> {
  const first = await tellTurn(gateway, redis, { prompt: 'Mirrored' });
  const { conversation_id } = first;
  await mirrorTurns(redis, postgres, [first.task_id]);
  const next = { conversation_id, parent_task_id: first.task_id };
  await gateway.accept({ prompt: 'Twice', ...next }, { 'Idempotency-Key': 'once' });
  const cached = await gateway.accept({ prompt: 'Cached', ...next });
  const answer = await openAnswer(redis, cached.task_id);
  await answer.complete();
  const dead = await gateway.accept({ prompt: 'Dead', cache: false, ...next });
  await writeDeadAnswer(redis, dead.task_id, ['a']);
  await mirrorTask(redis, postgres, dead.task_id);
  return conversation_id as ConversationId;
}

describe('deleting a conversation', () => {
  test('leaves no key and no row, but what expires', async () => {
    const id = await tellEverything();
    const before = await listKeysLeft(redis);
    expect(before.filter((key) => /:(dead|cache|idempotency|conversation|requests)/.test(key)).length).toBe(
      6,
    );

    expect(await remove(id)).toBe(204);

    expect(await listKeysLeft(redis)).toEqual([]);
    expect(await countRowsLeft(postgres)).toEqual(REMEMBERED);
    expect((await fetch(`${gateway.url}/api/conversations/${id}`)).status).toBe(404);
  });

  test('touches nothing of another conversation, nor of another owner', async () => {
    const other = await tellTurn(gateway, redis, { prompt: 'Another' });
    await mirrorTurns(redis, postgres, [other.task_id]);
    const theirs = await startTestGateway(stores);
    const sameId = await theirs.accept({ prompt: 'Theirs', conversation_id: other.conversation_id });
    const [keys, rows] = [await listKeysLeft(redis), await countRowsLeft(postgres)];
    const id = await tellEverything();

    expect(await remove(id)).toBe(204);
    expect(await listKeysLeft(redis)).toEqual(keys);
    expect(await countRowsLeft(postgres)).toEqual({ ...rows, ...REMEMBERED });

    expect(await remove(other.conversation_id, theirs)).toBe(204);
    expect((await fetch(`${theirs.url}/api/chat/status/${sameId.task_id}`)).status).toBe(404);
    expect((await fetch(`${gateway.url}/api/chat/status/${other.task_id}`)).status).toBe(200);
  });

  test('while an answer streams in it ends its readers, and refuses its writer', async () => {
    const { task_id, conversation_id } = await gateway.accept({ prompt: 'Why?' });
    const answer = await openAnswer(redis, task_id);
    await answer.write('Be');
    await mirrorTask(redis, postgres, task_id);
    const stream = `${gateway.url}/api/chat/stream/${task_id}`;
    let removed: Promise<number> | undefined;
    const reading = await readFrames(stream, {
      onFrame: (count) => {
        if (count === 3) removed = remove(conversation_id);
      },
    });
    expect(await removed).toBe(204);
    // Told of the cancel by this writer, which never ends it: so it is forgotten as it is.
    expect(reading.frames.map(eventOf).slice(0, 4)).toEqual([
      'accepted',
      'attempt_started',
      'chunk',
      'cancel_requested',
    ]);
    await expect(answer.write('cause')).rejects.toThrow('not appended: closed');
    expect((await fetch(stream)).status).toBe(404);
    expect((await fetch(stream, { headers: { 'Last-Event-ID': '3-0' } })).status).toBe(404);
    expect(await listKeysLeft(redis)).toEqual([]);
    expect(await countRowsLeft(postgres)).toEqual(REMEMBERED);
  });

  test('that Postgres does not know yet is the same', async () => {
    const { conversation_id } = await gateway.accept({ prompt: 'Why?' });
    expect(await remove(conversation_id)).toBe(204);
    expect(await listKeysLeft(redis)).toEqual([]);
    expect(await countRowsLeft(postgres)).toEqual(REMEMBERED);
  });

  test('again says the same; of what never was, or is of another owner, that there is none', async () => {
    const { conversation_id, task_id } = await gateway.accept({ prompt: 'Why?' });
    const theirs = await startTestGateway(stores);
    expect(await remove(conversation_id, theirs)).toBe(404);
    expect(await remove(NEVER_WAS)).toBe(404);
    expect((await fetch(`${gateway.url}/api/chat/status/${task_id}`)).status).toBe(200);
    expect(await remove(conversation_id)).toBe(204);
    expect(await remove(conversation_id)).toBe(204);
  });

  test('twice at once is the same', async () => {
    const id = await tellEverything();
    expect(await Promise.all([remove(id), remove(id), remove(id)])).toEqual([204, 204, 204]);
    expect(await listKeysLeft(redis)).toEqual([]);
    expect(await countRowsLeft(postgres)).toEqual(REMEMBERED);
  });

  test('leaves nothing to go on with: a next turn is refused', async () => {
    const id = await tellEverything();
    await remove(id);
    const response = await gateway.generate({ prompt: 'And now?', conversation_id: id });
    expect([response.status, await response.json()]).toMatchObject([404, { code: 'unknown_conversation' }]);
    expect(await listKeysLeft(redis)).toEqual([]);
  });
});

describe('a deletion that broke off', () => {
  test.each(['after it was noted', 'after Redis was emptied'])('%s is done by the next', async (moment) => {
    const id = await tellEverything();
    const ref = { owner: gateway.owner, conversationId: id };
    const tasks = await beginDeletion(postgres, ref, true, Date.now());
    if (moment === 'after Redis was emptied') {
      const transitions = makeTransitions(redis);
      for (const task of tasks ?? []) await forgetTask({ redis, transitions }, task);
      await forgetConversation(redis, gateway.owner, id);
    }
    expect(await (await fetch(`${gateway.url}/api/conversations`)).json()).toMatchObject({
      conversations: [],
    });

    expect(await remove(id)).toBe(204);

    expect(await listKeysLeft(redis)).toEqual([]);
    expect(await countRowsLeft(postgres)).toEqual(REMEMBERED);
  });
});
