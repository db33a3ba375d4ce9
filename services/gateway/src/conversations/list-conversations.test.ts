import { beforeEach, describe, expect, test } from 'vitest';
import { conversationListSchema, type ConversationList } from '@continuo/shared/protocol/conversation-api';
import type { Postgres } from '@continuo/shared/postgres/connection';
import type { Redis } from '@continuo/shared/redis/connection';
import { useStores } from '@continuo/tests/support/use-stores';
import { getJson, mirrorTurns, patch, tellTurn } from '../testing/tell-turns.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';
import { openAnswer } from '../testing/write-answer.ts';
import { expireTask, mirrorTask } from '../testing/mirror-task.ts';

const stores = useStores();
let gateway: TestGateway;
let redis: Redis;
let postgres: Postgres;

beforeEach(async () => {
  gateway = await startTestGateway(stores);
  redis = stores.openRedis();
  postgres = stores.openPostgres();
});

/** A conversation of one turn, mirrored. */
async function tell(prompt: string, answer?: string): Promise<string> {
  const turn = await tellTurn(gateway, redis, { prompt }, answer);
  await mirrorTurns(redis, postgres, [turn.task_id]);
  return turn.conversation_id;
}

function list(query: Record<string, string> = {}): Promise<ConversationList> {
  return getJson(gateway, `/api/conversations?${new URLSearchParams(query).toString()}`);
}

async function titlesOf(query: Record<string, string> = {}): Promise<string[]> {
  return (await list(query)).conversations.map((conversation) => conversation.title);
}

describe('the list', () => {
  test('is what the API promises, with the newest turn of each', async () => {
    const first = await tellTurn(gateway, redis, { prompt: 'Why is the sky blue?\nTell me.' });
    const { conversation_id } = first;
    const second = await gateway.accept({ prompt: 'And at night?', conversation_id });
    await openAnswer(redis, second.task_id);
    await mirrorTurns(redis, postgres, [first.task_id, second.task_id]);
    const { conversations, next_before } = conversationListSchema.strict().parse(await list());
    expect(next_before).toBeNull();
    expect(conversations).toMatchObject([
      {
        conversation_id,
        title: 'Why is the sky blue?',
        pinned: false,
        last_turn: { task_id: second.task_id, status: 'running', finished_at: null },
        hits: [],
      },
    ]);
    expect(conversations[0]?.updated_at).toBeGreaterThan(conversations[0]?.created_at ?? Infinity);
  });

  test('has the pinned first and then the newest, page by page, each once', async () => {
    const ids: string[] = [];
    for (const name of ['a', 'b', 'c', 'd', 'e']) ids.push(await tell(name));
    await patch(gateway, `/api/conversations/${ids[1]}`, { pinned: true });
    await patch(gateway, `/api/conversations/${ids[2]}`, { pinned: true });
    const seen: string[] = [];
    for (let before: string | null = ''; before !== null;) {
      const page: ConversationList = await list({ limit: '2', ...(before && { before }) });
      expect(page.conversations.length).toBeGreaterThan(0);
      seen.push(...page.conversations.map((conversation) => conversation.title));
      before = page.next_before;
    }
    expect(seen).toEqual(['c', 'b', 'e', 'd', 'a']);
  });

  test('leaves out the conversations of batches', async () => {
    const { task_id, conversation_id: id } = await tellTurn(gateway, redis, { prompt: 'of a batch' });
    await mirrorTurns(redis, postgres, [task_id]);
    await expireTask(redis, task_id);
    await postgres.run(({ sql }) => sql`update conversations set batch_id = 'b_1' where id = ${id}`);
    expect(await titlesOf()).toEqual([]);
    expect(await titlesOf({ q: 'batch' })).toEqual([]);
    expect((await fetch(`${gateway.url}/api/conversations/${id}`)).status).toBe(404);
  });

  test('invariant 10: has nothing of another owner, also by search', async () => {
    await tell('a secret word');
    const theirs = await startTestGateway(stores);
    const nothing = { conversations: [], next_before: null };
    expect(await getJson(theirs, '/api/conversations')).toEqual(nothing);
    expect(await getJson(theirs, '/api/conversations?q=secret')).toEqual(nothing);
  });
});

describe('a search', () => {
  test('finds words of titles, prompts and answers, and shows where', async () => {
    const inAnswer = await tell('Why is it dark?', 'Because the universe is finite.');
    const inPrompt = await tell('What is a universe?', 'All there is.');
    const inTitle = await tell('Something else');
    await patch(gateway, `/api/conversations/${inTitle}`, { title: 'My universe' });
    await tell('Nothing of it');

    const { conversations } = await list({ q: 'universe' });

    const ids = conversations.map((conversation) => conversation.conversation_id);
    expect(ids).toEqual([inTitle, inPrompt, inAnswer]);
    const [ofTitle, ofPrompt, ofAnswer] = conversations.map(({ hits }) => hits);
    expect(ofTitle).toEqual([]);
    expect(ofPrompt?.[0]?.snippet).toContainEqual({ text: 'universe', match: true });
    expect(ofAnswer?.[0]?.snippet.map(({ text }) => text).join('')).toContain('the universe is finite');
  });

  test('finds the beginning of the last word, phrases, either word, and not what is excluded', async () => {
    await tell('blue sky');
    await tell('sky that is blue');
    await tell('green grass');
    expect(await titlesOf({ q: 'gras' })).toEqual(['green grass']);
    expect(await titlesOf({ q: '"blue sky"' })).toEqual(['blue sky']);
    expect(await titlesOf({ q: 'grass or "blue sky"' })).toEqual(['green grass', 'blue sky']);
    expect(await titlesOf({ q: 'sky -that' })).toEqual(['blue sky']);
  });

  test('finds the prompt of a turn that is being answered', async () => {
    const { task_id } = await gateway.accept({ prompt: 'first line\nzebra crossing' });
    await openAnswer(redis, task_id);
    await mirrorTask(redis, postgres, task_id);
    expect(await titlesOf({ q: 'zebra' })).toEqual(['first line']);
  });

  test('goes page by page', async () => {
    for (const name of ['one', 'two', 'three']) await tell(`${name} pages`);
    const first = await list({ q: 'pages', limit: '2' });
    const rest = await list({ q: 'pages', limit: '2', before: first.next_before ?? '' });
    const titles = [...first.conversations, ...rest.conversations].map(({ title }) => title);
    expect(titles).toEqual(['three pages', 'two pages', 'one pages']);
    expect(rest.next_before).toBeNull();
  });

  test.each([
    '!!!',
    '"',
    '-',
    '-nothing',
    "'",
    "a' & 'b",
    '\\',
    ':*',
    'a:*b',
    '((',
    '%',
    'or or or',
    '🎉🎉🎉',
    'e\u0301'.repeat(150),
    'x'.repeat(300),
    ' ',
    '<b>bold</b>',
    '\uE000mark\uE001',
  ])('takes anything that can be typed: %j', async (q) => {
    await tell('something to look through', `it's <b>bold</b> \\ & 'quoted' \uE000mark\uE001`);
    const response = await fetch(`${gateway.url}/api/conversations?${new URLSearchParams({ q }).toString()}`);
    expect(response.status).toBe(200);
    conversationListSchema.strict().parse(await response.json());
  });

  test.each([
    ['too long', { q: 'x'.repeat(301) }],
    ['empty', { q: '' }],
    ['NUL', { q: 'a\0b' }],
    ['a page of none', { limit: '0' }],
    ['a page that is too long', { limit: '201' }],
    ['a token of no list', { before: 'nonsense' }],
    ['a field that is none', { query: 'sky' }],
  ])('is refused with the field that is wrong: %s', async (_name, query) => {
    const response = await fetch(`${gateway.url}/api/conversations?${new URLSearchParams(query).toString()}`);
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ code: 'validation' });
  });
});
