import { beforeEach, expect, test } from 'vitest';
import { useStores } from '@continuo/tests/support/use-stores';
import type { ConversationId } from '../protocol/task-id.ts';
import type { Pool, Postgres } from './connection.ts';
import { selectHits } from './find-hits.ts';
import { listConversations, selectConversations } from './list-conversations.ts';
import { tellLibrary } from './testing/tell-library.ts';

const stores = useStores();
const OWNER = 'alice';
const SLOW_MS = 120_000;
let postgres: Postgres;
let filled: Promise<void> | undefined;

beforeEach(() => {
  postgres = stores.openPostgres();
  return (filled ??= tellLibrary(postgres, OWNER, 5_000));
}, SLOW_MS);

interface Plan {
  'Node Type': string;
  'Index Name'?: string;
  Plans?: Plan[];
}

async function explain(
  select: (sql: Pool['sql']) => ReturnType<typeof selectConversations> | ReturnType<typeof selectHits>,
): Promise<Plan[]> {
  const rows = await postgres.run(({ sql }) => sql`explain (format json) ${select(sql)}`);
  const roots = rows[0]?.['QUERY PLAN'] as { Plan: Plan }[];
  return flatten(roots.map((root) => root.Plan));
}

function flatten(plans: readonly Plan[]): Plan[] {
  return plans.flatMap((plan) => [plan, ...flatten(plan.Plans ?? [])]);
}

function indexesOf(plan: readonly Plan[]): (string | undefined)[] {
  return plan.map((node) => node['Index Name']).filter((name) => name !== undefined);
}

function tablesReadWhole(plan: readonly Plan[]): Plan[] {
  return plan.filter(
    (node) => node['Node Type'] === 'Seq Scan' && Reflect.get(node, 'Relation Name') === 'chat_tasks',
  );
}

const page = { owner: OWNER, limit: 51, before: undefined };

test('the list is read in the order of its index', async () => {
  const plan = await explain((sql) => selectConversations(sql, { ...page, tsquery: undefined }));
  expect(indexesOf(plan)).toEqual(
    expect.arrayContaining(['conversations_listed', 'chat_tasks_by_conversation']),
  );
  expect(plan.map((node) => node['Node Type'])).not.toContain('Sort');
});

test.each(["'w900'", "'w700' & 'w800'", "'w700' <-> 'w800'", "'library'"])(
  'a search for %s reads the index of words, and no turn beside',
  async (tsquery) => {
    const plan = await explain((sql) => selectConversations(sql, { ...page, tsquery }));
    expect(indexesOf(plan)).toContain('chat_tasks_search');
    expect(tablesReadWhole(plan)).toEqual([]);
  },
);

test('what stands around the finds is read of the conversations of the page alone', async () => {
  const found = await listConversations(postgres, { ...page, tsquery: "'w900'" });
  expect(found.length).toBeGreaterThan(10);
  const ids = found.map((row): ConversationId => row.id);
  const plan = await explain((sql) => selectHits(sql, OWNER, ids, "'w900'"));
  expect(tablesReadWhole(plan)).toEqual([]);
});
