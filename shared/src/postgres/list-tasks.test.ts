import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { useStores } from '@continuo/tests/support/use-stores';
import type { EntryDraft } from '../protocol/entry.ts';
import { listedTaskSchema, listQuerySchema, type ListedTask } from '../protocol/http-api.ts';
import type { Postgres } from './connection.ts';
import { listTasks } from './list-tasks.ts';
import type { TaskOrigin } from './task-progress.ts';
import { ACCEPTED, AT, COMPLETED, makeOrigin, makePart, STARTED, storeDrafts } from './testing/make-part.ts';
import { writeBatch } from './write-batch.ts';

const stores = useStores();
let postgres: Postgres;
let owners = 0;
let owner: string;

beforeEach(() => {
  postgres = stores.openPostgres();
  owner = `owner-${++owners}`;
});

async function store(given: Partial<TaskOrigin>, ...drafts: EntryDraft[]): Promise<TaskOrigin> {
  const origin = makeOrigin({ owner, ...given });
  await writeBatch(postgres, [makePart(origin, storeDrafts([ACCEPTED, ...drafts]))]);
  return origin;
}

async function list(
  query: Record<string, unknown> = {},
): Promise<{ tasks: ListedTask[]; next: string | null }> {
  const found = await listTasks(postgres, owner, listQuerySchema.parse(query));
  if (found.tag !== 'page') throw new Error(found.tag);
  return { tasks: found.reply.tasks, next: found.reply.next_before };
}

async function idsOf(query: Record<string, unknown>): Promise<string[]> {
  return (await list(query)).tasks.map((task) => task.task_id);
}

test('a listed task is what the API promises', async () => {
  const { id, conversationId } = await store({ prompt: 'Why?' }, STARTED, COMPLETED);
  const [task] = (await list()).tasks;
  expect(listedTaskSchema.parse(task)).toEqual({
    task_id: id,
    conversation_id: conversationId,
    status: 'completed',
    provider: 'simulator',
    model: 'sim-writer',
    prompt: 'Why?',
    cached: false,
    attempt: 1,
    created_at: AT,
    finished_at: AT + 2,
    worker: 'host-1',
    started_at: AT + 1,
    first_chunk_at: null,
    chunks_count: 0,
    output_tokens: 11,
    cost_usd: 0.25,
    error_code: null,
    parent_task_id: null,
    origin_task_id: null,
    batch_id: null,
    batch_line: null,
  });
});

test('a very long prompt is shown in part', async () => {
  await store({ prompt: '🎉'.repeat(5_000) });
  expect((await list()).tasks[0]?.prompt).toBe('🎉'.repeat(1_000));
});

test('invariant 10: nobody lists the tasks of another owner', async () => {
  await store({ owner: 'somebody else' });
  expect(await list()).toEqual({ tasks: [], next: null });
});

describe('pages', () => {
  test('go from the newest to the oldest, each task once, also among those of one moment', async () => {
    const created: string[] = [];
    for (const createdAt of [1, 1, 1, 2, 3, 3, 4]) created.push((await store({ createdAt })).id);
    const seen: string[] = [];
    let before: string | null = null;
    do {
      const page = await list({ limit: '2', ...(before === null ? {} : { before }) });
      expect(page.tasks.length).toBeGreaterThan(0);
      seen.push(...page.tasks.map((task) => task.task_id));
      before = page.next;
    } while (before !== null);
    expect(seen.toSorted()).toEqual(created.toSorted());
    expect(seen[0]).toBe(created.at(-1));
    expect(new Set(seen.slice(-3))).toEqual(new Set(created.slice(0, 3)));
  });

  test('stay whole while newer tasks come', async () => {
    const oldest = await store({ createdAt: 1 });
    await store({ createdAt: 2 });
    const { next } = await list({ limit: '1' });
    await store({ createdAt: 3 });
    expect(await idsOf({ limit: '1', before: next })).toEqual([oldest.id]);
  });

  test('a page that ends the list says so', async () => {
    await store({});
    expect((await list({ limit: '1' })).next).toBeNull();
  });

  test('a token that is none of ours is told apart', async () => {
    const query = listQuerySchema.parse({ before: 'nonsense' });
    expect(await listTasks(postgres, owner, query)).toEqual({ tag: 'invalid_before' });
  });
});

test.each([
  ['status', { status: 'completed' }],
  ['provider', { provider: 'openai' }],
  ['model', { model: 'gpt' }],
  ['cached', { cached: 'true' }],
] as const)('a filter by %s leaves out the others', async (_name, query) => {
  const wanted = await store(
    {},
    { ...STARTED, provider: 'openai', model: 'gpt' } as EntryDraft,
    { type: 'cache_hit', source_task_id: makeOrigin().id, kept_chunks: 0 },
    COMPLETED,
  );
  await store({}, STARTED);
  expect(await idsOf(query)).toEqual([wanted.id]);
});

test('filters join: conversation, status and what is not cached', async () => {
  const wanted = await store({}, STARTED);
  await store({ conversationId: wanted.conversationId }, STARTED, COMPLETED);
  await store({}, STARTED);
  const query = { conversation_id: wanted.conversationId, status: 'running', cached: 'false' };
  expect(await idsOf(query)).toEqual([wanted.id]);
});

test('a filter by worker is by who asked the provider last', async () => {
  await store({}, STARTED, COMPLETED);
  const wanted = await store({}, STARTED, { ...STARTED, attempt: 2, worker: 'host-2' } as EntryDraft);
  expect(await idsOf({ worker: 'host-2' })).toEqual([wanted.id]);
});

test('a filter by batch leaves out what else is in its conversation', async () => {
  const hex = randomUUID().replaceAll('-', '');
  const conversationId = `c_${hex}` as const;
  const link = { batch_id: `b_${hex}`, batch_line: 1 } as const;
  const wanted = makeOrigin({ owner, conversationId });
  await writeBatch(postgres, [makePart(wanted, storeDrafts([{ ...ACCEPTED, ...link }]))]);
  await store({ conversationId });
  expect((await list({ batch_id: link.batch_id })).tasks).toMatchObject([{ task_id: wanted.id, ...link }]);
});

test('a filter by time is from a moment on and before another', async () => {
  const created: string[] = [];
  for (const createdAt of [1, 2, 3, 4]) created.push((await store({ createdAt })).id);
  const [, second, third] = created;
  expect(await idsOf({ from: '2', to: '4' })).toEqual([third, second]);
});

describe('a search', () => {
  async function storeAnswered(prompt: string, answer: string): Promise<string> {
    const { id } = await store({ prompt }, STARTED, COMPLETED);
    await postgres.run(({ sql }) => sql`update chat_tasks set answer = ${answer} where id = ${id}`);
    return id;
  }

  test('finds words of prompts and answers, and the beginning of the last one', async () => {
    const wanted = await storeAnswered('Why is the sky blue?', 'Because of scattering.');
    await storeAnswered('Why is grass green?', 'Because of chlorophyll.');
    const typed = ['SKY', 'scattering', 'sky blu', '"is the sky"', 'because -chlorophyll'];
    expect(await Promise.all(typed.map((text) => idsOf({ text })))).toEqual(typed.map(() => [wanted]));
    expect(await idsOf({ text: 'sky grass' })).toEqual([]);
  });

  test('finds the prompt of a task that is not over, or whose answer was not read yet', async () => {
    const running = await store({ prompt: 'an albatross, running', createdAt: 1 }, STARTED);
    const queued = await store({ prompt: 'an albatross, queued', createdAt: 2 });
    const ended = await store({ prompt: 'an albatross, ended', createdAt: 3 }, STARTED, COMPLETED);
    expect(await idsOf({ text: 'albatross' })).toEqual([ended.id, queued.id, running.id]);
  });

  test.each(['"', "'", '-', '!!', ':*', '&', '\\', '( |'])(
    'for %j finds nothing, and harms nothing',
    async (text) => {
      await storeAnswered('a', 'b');
      expect(await idsOf({ text })).toEqual([]);
    },
  );
});
