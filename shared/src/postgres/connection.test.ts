import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { openStoreProxy } from '@continuo/tests/support/store-proxy';
import { useStores } from '@continuo/tests/support/use-stores';
import { makePostgres, type Postgres } from './connection.ts';
import { judgePostgresError } from './postgres-errors.ts';

vi.setConfig({ testTimeout: 30_000 });
const stores = useStores();

function open(url: string, deadlineMs?: number): Postgres {
  const options = { url, applicationName: 'continuo-test', connectionsMax: 1 };
  const postgres = makePostgres(deadlineMs === undefined ? options : { ...options, deadlineMs });
  onTestFinished(() => postgres.close());
  return postgres;
}

async function ask(postgres: Postgres): Promise<unknown> {
  const [row] = await postgres.run(({ sql }) => sql`select 1 as one`);
  return row?.['one'];
}

test('the server is told who asks and how long anything may take', async () => {
  const postgres = open(stores.databaseUrl());
  const settings = await postgres.run(
    ({ sql }) => sql`
      select name, setting from pg_settings
       where name in ('application_name', 'statement_timeout', 'lock_timeout',
                      'idle_in_transaction_session_timeout') order by name`,
  );
  expect(Object.fromEntries(settings.map((row) => [row['name'], row['setting']]))).toEqual({
    application_name: 'continuo-test',
    idle_in_transaction_session_timeout: '10000',
    lock_timeout: '3000',
    statement_timeout: '5000',
  });
});

test('a bigint comes as a number', async () => {
  const postgres = open(stores.databaseUrl());
  const [row] = await postgres.run(({ sql }) => sql`select ${1_700_000_000_000}::bigint as at`);
  expect(row).toEqual({ at: 1_700_000_000_000 });
});

test('a query is unavailable while the server is away, and works again when it is back', async () => {
  const proxy = await openStoreProxy(stores.databaseUrl());
  const postgres = open(proxy.url);
  expect(await ask(postgres)).toBe(1);
  proxy.cut();
  await expect(ask(postgres).catch(judgePostgresError)).resolves.toBe('unavailable');
  proxy.mend();
  expect(await ask(postgres)).toBe(1);
});

test('a server that says nothing is given up at the deadline, and asked again over new connections', async () => {
  const proxy = await openStoreProxy(stores.databaseUrl());
  const postgres = open(proxy.url, 300);
  expect(await ask(postgres)).toBe(1);
  proxy.silence();
  const failure = await ask(postgres).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  expect(judgePostgresError(failure)).toBe('unavailable');
  proxy.mend();
  expect(await ask(postgres)).toBe(1);
});

test.each(['reset', 'close'] as const)(
  'connections that break at any moment (%s) cost what was under way, and neither hang nor end the process',
  async (how) => {
    const proxy = await openStoreProxy(stores.databaseUrl());
    const postgres = makePostgres({ url: proxy.url, applicationName: 'continuo-test', connectionsMax: 3 });
    onTestFinished(() => postgres.close());
    const faults = new Set<unknown>();
    for (let turns = 0; turns < 60; turns += 1) {
      const transact = postgres.transact(async (transaction) => {
        await transaction`select ${'x'.repeat(2_000)}::text`;
        await Promise.all([transaction`select 1`, transaction`select 2`]);
      });
      const settling = Promise.allSettled([transact, ask(postgres), ask(postgres), ask(postgres)]);
      for (let turn = 0; turn < turns; turn += 1) await nextTurn();
      proxy.cut(how);
      proxy.mend();
      for (const outcome of await settling) {
        if (outcome.status === 'rejected') faults.add(judgePostgresError(outcome.reason));
      }
    }
    expect(faults).toEqual(new Set(['unavailable']));
    expect(await ask(postgres)).toBe(1);
  },
);

describe('transactions', () => {
  const countTables = async (postgres: Postgres): Promise<number | undefined> => {
    const [row] = await postgres.run(
      ({ sql }) => sql<{ count: number }[]>`
        select count(*) from information_schema.tables where table_name = 'half'`,
    );
    return row?.count;
  };

  test('what fails in the middle leaves nothing behind', async () => {
    const postgres = open(stores.databaseUrl());
    const failing = postgres.transact(async (transaction) => {
      await transaction`create table half (a int)`;
      await transaction`select 1 / 0`;
    });
    await expect(failing.catch(judgePostgresError)).resolves.toBe('refused');
    expect(await countTables(postgres)).toBe(0);
  });

  test('what ends well is there, and its result comes back as it is', async () => {
    const postgres = open(stores.databaseUrl());
    const result = await postgres.transact(async (transaction) => {
      await transaction`create table half (a int)`;
      return [1, 2];
    });
    expect(result).toEqual([1, 2]);
    expect(await countTables(postgres)).toBe(1);
  });
});

describe('errors are told apart', () => {
  test.each([
    ['refused', `select '{"a":"\\u0000"}'::jsonb`],
    ['refused', `select 99999999999::int`],
    ['defect', 'select * from no_such_table'],
    ['defect', 'selekt'],
    ['unavailable', `set statement_timeout = 1; select pg_sleep(1)`],
    ['unavailable', 'select pg_terminate_backend(pg_backend_pid())'],
  ] as const)('%s: %s', async (fault, statement) => {
    const postgres = open(stores.databaseUrl());
    const failing = postgres.run(({ sql }) => sql.unsafe(statement).simple());
    await expect(failing.catch(judgePostgresError)).resolves.toBe(fault);
  });

  test('also through drizzle, which wraps them', async () => {
    const postgres = open('postgres://127.0.0.1:1/nothing');
    const failing = postgres.run(({ drizzle }) => drizzle.execute('select 1'));
    await expect(failing.catch(judgePostgresError)).resolves.toBe('unavailable');
  });
});
