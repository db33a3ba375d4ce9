import { drizzle } from 'drizzle-orm/postgres-js';
import { beforeEach, expect, test } from 'vitest';
import { useStores } from '@continuo/tests/support/use-stores';
import { listQuerySchema } from '../protocol/http-api.ts';
import type { Postgres } from './connection.ts';
import { listTasks } from './list-tasks.ts';

const stores = useStores();
const TASKS = 10_000;
const OWNER = 'alice';
const HEX = '019aa0c25f3e7d1cb0a1c2d3e4f50617';
const SLOW_MS = 60_000;

/** Tasks of two owners: most completed and searchable, a few waiting, one in a hundred in the batch. */
async function fillTables(postgres: Postgres): Promise<void> {
  await postgres.run(async ({ sql }) => {
    await sql`insert into conversations (owner, id, title, created_at, updated_at)
      select owner, id, 'title', 1, 1 from (values ('alice'), ('bob')) as o (owner),
        (select ${`c_${HEX}`} as id union all select 'c_' || n from generate_series(1, 99) as n) as c`;
    await sql`insert into chat_tasks (id, owner, conversation_id, request, request_hash, prompt, created_at, answer, seq,
        incarnation, epoch, status, provider, model, cached, batch_id, attempts, cancel_requested, chunks_count, worker)
      select 't0_' || lpad(to_hex(n), 32, '0'), case when n % 10 = 0 then 'bob' else 'alice' end,
        case when n % 100 = 1 then ${`c_${HEX}`} else 'c_' || (n % 99 + 1) end, '{}', 'h', 'prompt about word' || n % 997,
        n, case when n % 100 < 98 then 'answer about thing' || n % 991 end, 3, 0, 1,
        (case when n % 100 < 97 then 'completed' when n % 100 = 97 then 'failed' when n % 200 = 98 then 'failed'
              when n % 200 = 99 then 'queued' else 'running' end)::task_status,
        'simulator', 'model-' || n % 50, n % 7 = 0, case when n % 100 = 1 then ${`b_${HEX}`} end, 1, false, 1,
        'host-' || n % 40
      from generate_series(1, ${TASKS}) as n`;
  });
  await postgres.run(({ sql }) => sql`vacuum analyze chat_tasks`);
}

interface Plan {
  'Node Type': string;
  'Index Name'?: string;
  Plans?: Plan[];
}

/** The plan of the statement that lists the tasks of a query. */
async function explain(query: Record<string, string>): Promise<Plan[]> {
  const postgres = stores.openPostgres();
  return await postgres.run(async (pool) => {
    const statements: { query: string; params: unknown[] }[] = [];
    const logger = {
      logQuery: (text: string, params: unknown[]) => void statements.push({ query: text, params }),
    };
    const logged = { sql: pool.sql, drizzle: drizzle(pool.sql, { logger }) };
    const run: Postgres['run'] = (work) => work(logged);
    await listTasks({ ...postgres, run }, OWNER, listQuerySchema.parse(query));
    const [listed] = statements;
    const rows = await pool.sql.unsafe(`explain (format json) ${listed?.query}`, listed?.params as string[]);
    return flatten(
      (rows[0]?.['QUERY PLAN'] as { Plan: Plan }[] | undefined)?.map(({ Plan: root }) => root) ?? [],
    );
  });
}

function flatten(plans: readonly Plan[]): Plan[] {
  return plans.flatMap((plan) => [plan, ...flatten(plan.Plans ?? [])]);
}

let filled: Promise<void> | undefined;

beforeEach(() => (filled ??= fillTables(stores.openPostgres())), SLOW_MS);

function indexesOf(plan: readonly Plan[]): string[] {
  return plan.flatMap((node) => node['Index Name'] ?? []);
}

test.each<[string, Record<string, string>]>([
  ['chat_tasks_newest', {}],
  ['chat_tasks_newest', { from: '100', to: '200' }],
  ['chat_tasks_by_model', { model: 'model-3' }],
  ['chat_tasks_by_model', { model: 'model-3', cached: 'false', provider: 'simulator' }],
  ['chat_tasks_by_cached', { cached: 'true' }],
  ['chat_tasks_by_worker', { worker: 'host-7' }],
  ['chat_tasks_by_conversation', { conversation_id: `c_${HEX}` }],
  ['chat_tasks_by_conversation', { batch_id: `b_${HEX}` }],
  ['chat_tasks_by_status', { status: 'failed', from: '100' }],
  ['chat_tasks_search', { text: 'word77 thing3' }],
])('%s is read for the filters %j', async (index, query) => {
  expect(indexesOf(await explain(query))).toContain(index);
});

test.each<Record<string, string>>([
  { status: 'running' },
  { status: 'completed' },
  { provider: 'simulator' },
  { text: 'word7' },
  { text: 'word7', status: 'completed', worker: 'host-3' },
])('no table is read whole for the filters %j', async (query) => {
  const plan = await explain(query);
  expect(indexesOf(plan)).not.toEqual([]);
  expect(plan.map((node) => node['Node Type'])).not.toContain('Seq Scan');
});
