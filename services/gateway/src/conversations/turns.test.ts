import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import type { ChatRequest } from '@continuo/shared/protocol/chat-request';
import { decodeEntry, type EntryOf } from '@continuo/shared/protocol/entry';
import type { GenerateReply } from '@continuo/shared/protocol/http-api';
import { makeConversationId, makeTaskId, type TaskId } from '@continuo/shared/protocol/task-id';
import { beginDeletion, deleteRows } from '@continuo/shared/postgres/delete-conversation';
import type { Redis } from '@continuo/shared/redis/connection';
import { noteTurn, readConversationHead } from '@continuo/shared/redis/conversation-head';
import { conversationKey } from '@continuo/shared/redis/keys';
import { readTaskRecord } from '@continuo/shared/redis/task-record';
import { readTaskStream } from '@continuo/shared/redis/task-stream';
import { useStores } from '@continuo/tests/support/use-stores';
import { expireTask, mirrorTask } from '../testing/mirror-task.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';
import { openAnswer, writeDeadAnswer, writeWholeAnswer } from '../testing/write-answer.ts';

const stores = useStores();
let gateway: TestGateway;
let redis: Redis;
let conversation_id: ReturnType<typeof makeConversationId>;

beforeEach(async () => {
  gateway = await startTestGateway(stores);
  redis = stores.openRedis();
  conversation_id = makeConversationId(randomUUID());
});

type Accepted = GenerateReply & { task_id: TaskId };

/** A turn with its answer. */
async function say(prompt: string, answer: string, rest: object = {}): Promise<Accepted> {
  const turn = await gateway.accept({ prompt, conversation_id, ...rest });
  if (!turn.cached) await writeWholeAnswer(redis, turn.task_id, [answer]);
  return turn;
}

async function requestOf({ task_id }: Accepted): Promise<ChatRequest> {
  const record = await readTaskRecord(redis, task_id);
  if (!record) throw new Error(`${task_id} is unknown`);
  return record.request;
}

/** The messages that a turn sends, in short. */
async function sent(turn: Accepted): Promise<string[]> {
  return (await requestOf(turn)).messages.map(({ role, content }) => `${role}: ${content}`);
}

async function acceptedOf({ task_id }: Accepted): Promise<EntryOf<'accepted'>> {
  const page = await readTaskStream(redis, task_id, 0);
  const first = page.tag === 'page' ? page.entries[0] : undefined;
  if (!first) throw new Error(`${task_id} has no log`);
  return decodeEntry(first) as EntryOf<'accepted'>;
}

async function refusal(body: object): Promise<{ status: number; code: string; text: string }> {
  const response = await gateway.generate({ conversation_id, ...body });
  const text = await response.text();
  return { status: response.status, code: (JSON.parse(text) as { code: string }).code, text };
}

/** What Postgres has afterwards is all there is of these turns. */
async function loseRedis(...turns: Accepted[]): Promise<void> {
  const postgres = stores.openPostgres();
  for (const { task_id } of turns) await mirrorTask(redis, postgres, task_id);
  for (const { task_id } of turns) await expireTask(redis, task_id);
  await redis.del(conversationKey(gateway.owner, conversation_id));
}

const TWO_TURNS = ['user: one', 'assistant: 1', 'user: two', 'assistant: 2'];

describe('a prompt with a conversation', () => {
  test('follows on all that was said before, and names the turn that it answers', async () => {
    const one = await say('one', '1');
    const two = await say('two', '2');
    const three = await say('three', '3');
    expect(await sent(three)).toEqual([...TWO_TURNS, 'user: three']);
    expect(await acceptedOf(one)).not.toHaveProperty('parent_task_id');
    expect(await acceptedOf(two)).toMatchObject({ parent_task_id: one.task_id });
    expect(await acceptedOf(three)).toMatchObject({ parent_task_id: two.task_id, conversation_id });
  });

  test('follows on a first turn that brought a history of its own', async () => {
    const messages = [
      { role: 'user', content: 'zero' },
      { role: 'assistant', content: '0' },
      { role: 'user', content: 'one' },
    ];
    const first = await gateway.accept({ conversation_id, messages });
    await writeWholeAnswer(redis, first.task_id, ['1']);
    expect(await sent(await say('two', '2'))).toEqual([
      'user: zero',
      'assistant: 0',
      ...TWO_TURNS.slice(0, 3),
    ]);
  });

  test('is right from Redis, from Postgres, and from both by half', async () => {
    const one = await say('one', '1');
    const two = await say('two', '2');
    await mirrorTask(redis, stores.openPostgres(), one.task_id);
    await expireTask(redis, one.task_id);
    expect(await sent(await gateway.accept({ prompt: 'three', conversation_id }))).toEqual([
      ...TWO_TURNS,
      'user: three',
    ]);
    await loseRedis(two);
    expect(await sent(await gateway.accept({ prompt: 'three', conversation_id }))).toEqual([
      ...TWO_TURNS,
      'user: three',
    ]);
  });

  test('is refused while the turn before is being written', async () => {
    const { task_id } = await gateway.accept({ prompt: 'one', conversation_id });
    expect(await refusal({ prompt: 'two' })).toMatchObject({ status: 409, code: 'turn_running' });
    const answer = await openAnswer(redis, task_id);
    await answer.write('1');
    expect(await refusal({ prompt: 'two' })).toMatchObject({ status: 409, code: 'turn_running' });
    await answer.complete();
    expect(await sent(await gateway.accept({ prompt: 'two', conversation_id }))).toEqual(
      TWO_TURNS.slice(0, 3),
    );
  });

  test('takes what came of a turn that failed or was cancelled, and leaves out one of which nothing came', async () => {
    const one = await gateway.accept({ prompt: 'one', conversation_id });
    await writeDeadAnswer(redis, one.task_id, ['half of 1']);
    const cancelled = await gateway.accept({ prompt: 'never mind', conversation_id });
    await fetch(`${gateway.url}/api/chat/cancel/${cancelled.task_id}`, { method: 'POST' });
    const three = await gateway.accept({ prompt: 'three', conversation_id });
    expect(await sent(three)).toEqual(['user: one', 'assistant: half of 1', 'user: three']);
    expect(await acceptedOf(three)).toMatchObject({ parent_task_id: cancelled.task_id });
  });

  test('said twice at once makes siblings', async () => {
    const one = await say('one', '1');
    const [a, b] = await Promise.all(
      ['a', 'b'].map((prompt) => gateway.accept({ prompt, conversation_id, parent_task_id: one.task_id })),
    );
    if (!a || !b) throw new Error('two were sent');
    expect(await acceptedOf(a)).toMatchObject({ parent_task_id: one.task_id });
    expect(await acceptedOf(b)).toMatchObject({ parent_task_id: one.task_id });
  });

  test('with an Idempotency-Key is one turn, however often and at whatever time it is said', async () => {
    await say('one', '1');
    const body = { prompt: 'two', conversation_id };
    const headers = { 'Idempotency-Key': randomUUID() };
    const replies = await Promise.all(Array.from({ length: 20 }, () => gateway.accept(body, headers)));
    const [first] = replies;
    if (!first) throw new Error('twenty were sent');
    expect(new Set(replies.map(({ task_id }) => task_id)).size).toBe(1);
    await writeWholeAnswer(redis, first.task_id, ['2']);
    expect(await gateway.accept(body, headers)).toEqual(first);
    expect(await sent(await say('three', '3'))).toEqual([...TWO_TURNS, 'user: three']);
  });
});

describe('when the newest turn is not where it should be', () => {
  test('one that was begun and never submitted is passed over', async () => {
    await say('one', '1');
    const two = await say('two', '2');
    const lost = makeTaskId(0, randomUUID());
    const noted = { previous: two.task_id, system: undefined };
    await noteTurn(redis, gateway.owner, { conversationId: conversation_id, taskId: lost }, noted);
    expect(await sent(await say('three', '3'))).toEqual([...TWO_TURNS, 'user: three']);
  });

  test('Postgres tells after the loss of Redis’ data, and the system text with it', async () => {
    const one = await say('one', '1', { system: 'Be brief.' });
    const two = await say('two', '2');
    await loseRedis(one, two);
    const three = await say('three', '3');
    expect(await sent(three)).toEqual([...TWO_TURNS, 'user: three']);
    expect((await requestOf(three)).system).toBe('Be brief.');
    expect(await readConversationHead(redis, gateway.owner, conversation_id)).toEqual({
      head: three.task_id,
      previous: two.task_id,
      system: 'Be brief.',
    });
  });
});

test('a conversation that was deleted takes no more turns', async () => {
  const one = await say('one', '1');
  await loseRedis(one);
  const ref = { owner: gateway.owner, conversationId: conversation_id };
  const postgres = stores.openPostgres();
  await beginDeletion(postgres, ref, true, Date.now());
  await deleteRows(postgres, ref);
  expect(await refusal({ prompt: 'two' })).toMatchObject({ status: 404, code: 'unknown_conversation' });
});

describe('edit and regenerate', () => {
  test('another prompt behind an earlier turn is a branch of its own, and both go on', async () => {
    const one = await say('one', '1');
    const two = await say('two', '2');
    const edited = await say('2nd', 'second', { parent_task_id: one.task_id });
    expect(await sent(edited)).toEqual(['user: one', 'assistant: 1', 'user: 2nd']);
    const behindTwo = await say('three', '3', { parent_task_id: two.task_id });
    expect(await sent(behindTwo)).toEqual([...TWO_TURNS, 'user: three']);
    const behindEdited = await say('three', '3', { parent_task_id: edited.task_id });
    expect(await sent(behindEdited)).toEqual([
      'user: one',
      'assistant: 1',
      'user: 2nd',
      'assistant: second',
      'user: three',
    ]);
  });

  test('the first prompt, too, can be another: its parent is null', async () => {
    await say('one', '1');
    const edited = await gateway.accept({ prompt: 'uno', conversation_id, parent_task_id: null });
    expect(await sent(edited)).toEqual(['user: uno']);
    expect(await acceptedOf(edited)).not.toHaveProperty('parent_task_id');
  });

  test('a regenerated turn is a sibling with the same prompt, asked anew and not taken from the cache', async () => {
    const one = await say('one', '1', { system: 'Be brief.', temperature: 0.5 });
    const two = await say('two', '2', { temperature: 0.5, max_tokens: 9 });
    const again = await gateway.accept({ regenerate_of: two.task_id });
    expect(again).toMatchObject({ conversation_id, cached: false });
    expect(await requestOf(again)).toEqual(await requestOf(two));
    expect(await acceptedOf(again)).toMatchObject({
      rerun_of: two.task_id,
      parent_task_id: one.task_id,
      cacheable: false,
    });
    await writeWholeAnswer(redis, again.task_id, ['another 2']);
    // The newest turn of the conversation is the regenerated one.
    expect(await sent(await say('three', '3'))).toEqual([
      ...TWO_TURNS.slice(0, 3),
      'assistant: another 2',
      'user: three',
    ]);
  });

  test('a turn can be regenerated by another model, with other parameters, and with the cache', async () => {
    const one = await say('one', '1', { temperature: 0.5 });
    const again = await gateway.accept({ regenerate_of: one.task_id, model: 'sim-claude', temperature: 1 });
    expect(await requestOf(again)).toMatchObject({
      provider: 'simulator',
      model: 'sim-claude',
      temperature: 1,
    });
    const cached = await gateway.accept({ regenerate_of: one.task_id, cache: true });
    expect(cached).toMatchObject({ cached: true, status: 'completed' });
  });

  test('the retry of a turn that was given up takes its place', async () => {
    const one = await say('one', '1');
    const two = await gateway.accept({ prompt: 'two', conversation_id });
    await writeDeadAnswer(redis, two.task_id, ['half']);
    const response = await fetch(`${gateway.url}/api/dead/${two.task_id}/retry`, { method: 'POST' });
    const retry = (await response.json()) as Accepted;
    expect(await acceptedOf(retry)).toMatchObject({ retry_of: two.task_id, parent_task_id: one.task_id });
    expect(await refusal({ prompt: 'three' })).toMatchObject({ status: 409, code: 'turn_running' });
  });
});

describe('the system text', () => {
  test('of the first turn is the conversation’s; one of a later turn is that turn’s alone', async () => {
    await say('one', '1', { system: 'Be brief.' });
    const two = await say('two', '2', { system: 'Shout.' });
    const three = await say('three', '3');
    expect((await requestOf(two)).system).toBe('Shout.');
    expect((await requestOf(three)).system).toBe('Be brief.');
  });

  test('there is none where the first turn had none', async () => {
    await say('one', '1');
    await say('two', '2', { system: 'Shout.' });
    expect(await requestOf(await say('three', '3'))).not.toHaveProperty('system');
  });
});

describe('a conversation that is longer than its model takes', () => {
  const LONG = 'x'.repeat(150_000);
  const beginnings = async (turn: Accepted): Promise<string[]> =>
    (await sent(turn)).map((message) => message.slice(0, 10).trim());

  test('is refused with limit and estimate, and goes on with what fits when that is asked for', async () => {
    await say(`one ${LONG}`, `1 ${LONG}`);
    await say(`two ${LONG}`, '2');
    const long = await refusal({ prompt: `three ${LONG}` });
    expect(long).toMatchObject({ status: 422, code: 'context_too_long' });
    expect(long.text).toMatch(/about 150\d{3} tokens are more than the 128000 that sim-writer takes/);

    const three = await say(`three ${LONG}`, '3', { history: 'fit' });
    expect((await acceptedOf(three)).dropped_turns).toBe(1);
    expect(await beginnings(three)).toEqual(['user: two', 'assistant:', 'user: thre']);
    // What was left out stays so, and is told again; asked for all of it, the conversation is still too long.
    const four = await say('four', '4', { history: 'fit' });
    expect((await acceptedOf(four)).dropped_turns).toBe(1);
    expect(await beginnings(four)).toEqual([...(await beginnings(three)), 'assistant:', 'user: four']);
    expect(await refusal({ prompt: 'five' })).toMatchObject({ status: 422, code: 'context_too_long' });
  });

  test('is whole again as soon as all of it fits', async () => {
    await say(`one ${LONG}`, '1');
    const two = await say('two', '2', { history: 'fit', max_tokens: 100_000 });
    expect((await acceptedOf(two)).dropped_turns).toBe(1);
    const again = await gateway.accept({ regenerate_of: two.task_id });
    expect((await acceptedOf(again)).dropped_turns).toBe(1);
    await writeWholeAnswer(redis, again.task_id, ['2']);
    const three = await say('three', '3');
    expect(await acceptedOf(three)).not.toHaveProperty('dropped_turns');
    expect(await beginnings(three)).toEqual([
      'user: one',
      'assistant:',
      'user: two',
      'assistant:',
      'user: thre',
    ]);
  });
});

describe('what is refused', () => {
  test.each([
    [
      'a history from outside in a conversation that has one',
      { messages: [{ role: 'user', content: 'a' }] },
      422,
    ],
    ['a parent that nobody knows', { prompt: 'a', parent_task_id: makeTaskId(0, randomUUID()) }, 404],
    [
      'a parent without its conversation',
      { prompt: 'a', parent_task_id: null, conversation_id: undefined },
      422,
    ],
    [
      'a prompt beside a task to regenerate',
      { prompt: 'a', regenerate_of: makeTaskId(0, randomUUID()) },
      422,
    ],
    [
      'to shorten a history that came from outside',
      { messages: [{ role: 'user', content: 'a' }], history: 'fit' },
      422,
    ],
    ['a task to regenerate that nobody knows', { regenerate_of: makeTaskId(0, randomUUID()) }, 404],
  ])('%s', async (_, body, status) => {
    await say('one', '1');
    expect(await refusal(body)).toMatchObject({ status });
  });

  test('a turn of another conversation as parent, or to be regenerated', async () => {
    const other = await gateway.accept({ prompt: 'elsewhere' });
    const body = { prompt: 'a', parent_task_id: other.task_id };
    expect((await refusal(body)).text).toContain('"pointer":"/parent_task_id"');
    expect((await refusal({ regenerate_of: other.task_id })).text).toContain('"pointer":"/conversation_id"');
  });

  test('invariant 10: another owner’s turns are unknown, and his conversation is another', async () => {
    const one = await say('one', '1');
    const theirs = await startTestGateway(stores);
    const ask = async (body: object): Promise<number> =>
      (await theirs.generate({ conversation_id, ...body })).status;
    expect(await ask({ prompt: 'a', parent_task_id: one.task_id })).toBe(404);
    expect(await ask({ regenerate_of: one.task_id })).toBe(404);
    expect(await sent(await theirs.accept({ prompt: 'a', conversation_id }))).toEqual(['user: a']);
  });
});
