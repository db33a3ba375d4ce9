import { expect, test } from 'vitest';
import { useStores } from '@continuo/tests/support/use-stores';
import { cutWindow } from '../protocol/stats-window.ts';
import type { Pool, Postgres } from './connection.ts';
import { readStats, selectGroups } from './read-stats.ts';

const stores = useStores();
const TASKS = 20_000;
/** No statement may take longer than services let one, on a busy machine neither. */
const TASKS_A_STATEMENT = 2_000;
const NOW = 1_795_246_094_790;
/** One task in half a minute: a week of them. */
const APART_MS = 30_000;

async function fillTable(postgres: Postgres): Promise<void> {
  await postgres.run(async ({ sql }) => {
    await sql`insert into conversations (owner, id, title, created_at, updated_at) values ('alice', 'c', 't', 1, 1)`;
  });
  for (let first = 0; first < TASKS; first += TASKS_A_STATEMENT) {
    await postgres.run(({ sql }) => insertTasks(sql, first));
  }
  await postgres.run(({ sql }) => sql`analyze chat_tasks`);
}

function insertTasks(sql: Pool['sql'], first: number) {
  return sql`
      insert into chat_tasks (id, owner, conversation_id, request, request_hash, prompt, created_at, answer, seq,
        incarnation, epoch, status, provider, model, cached, source_task_id, attempts, cancel_requested, chunks_count)
      select 't0_' || lpad(to_hex(n), 32, '0'), 'alice', 'c', '{}', 'h', 'prompt', ${NOW}::bigint - n * ${APART_MS}::bigint,
             repeat('answer ', 50), 3, 0, 1, 'completed', 'simulator', 'sim-writer', n % 4 = 0,
             case when n % 4 = 0 then 't0_' || lpad(to_hex(n + 1), 32, '0') end, 1, false, 1
        from generate_series(${first}::int, ${first + TASKS_A_STATEMENT - 1}::int) as n`;
}

interface Plan {
  'Node Type': string;
  'Index Name'?: string;
  Plans?: Plan[];
}

function flatten(plan: Plan): Plan[] {
  return [plan, ...(plan.Plans ?? []).flatMap(flatten)];
}

test(
  'of many tasks those of the window are read by index, and nothing else',
  { timeout: 120_000 },
  async () => {
    const postgres = stores.openPostgres();
    await fillTable(postgres);
    const cut = cutWindow('1h', NOW);
    const rows = await postgres.run(
      ({ sql }) =>
        sql<{ 'QUERY PLAN': { Plan: Plan }[] }[]>`explain (format json) ${selectGroups(sql, 'alice', cut)}`,
    );
    const nodes = rows.flatMap((row) => row['QUERY PLAN']).flatMap(({ Plan: root }) => flatten(root));
    expect(nodes.map((node) => node['Index Name'])).toEqual(
      expect.arrayContaining(['chat_tasks_newest', 'chat_tasks_pkey']),
    );
    expect(nodes.map((node) => node['Node Type'])).not.toContain('Seq Scan');
    const { total } = await readStats(postgres, 'alice', cut);
    expect(total).toMatchObject({ tasks: Math.floor((NOW - cut.fromMs) / APART_MS) + 1 });
  },
);
