import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { useStores } from '@continuo/tests/support/use-stores';
import type { Postgres } from './connection.ts';
import * as schema from './schema.ts';

type Snapshot = ReturnType<typeof generateDrizzleJson>;

vi.setConfig({ testTimeout: 30_000 });
const stores = useStores();
const COMMAND = fileURLToPath(new URL('./migrate.ts', import.meta.url));
const SNAPSHOTS = fileURLToPath(new URL('./migrations/meta', import.meta.url));
const UNREACHABLE = 'postgres://somebody:secret@127.0.0.1:1/nothing';

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

function runCommand(databaseUrl: string | undefined): Promise<Outcome> {
  const { DATABASE_URL: _inherited, ...env } = process.env;
  const given = databaseUrl === undefined ? env : { ...env, DATABASE_URL: databaseUrl };
  return new Promise((resolve) => {
    execFile(process.execPath, [COMMAND], { env: given }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
  });
}

describe('the command', () => {
  let postgres: Postgres;

  async function listTables(): Promise<string[]> {
    const rows = await postgres.run(
      ({ sql }) => sql<{ name: string }[]>`
        select table_name as name from information_schema.tables where table_schema = 'public' order by 1`,
    );
    return rows.map((row) => row.name);
  }

  beforeEach(async () => {
    postgres = stores.openPostgres();
    await postgres.run(({ sql }) =>
      sql`drop schema if exists drizzle, public cascade; create schema public`.simple(),
    );
  });

  test('makes the tables, and changes nothing the second time', async () => {
    const done = { code: 0, stdout: 'The database is up to date.\n', stderr: '' };
    expect(await runCommand(stores.databaseUrl())).toEqual(done);
    const tables = await listTables();
    expect(tables).toEqual([
      'batch_lines',
      'batches',
      'chat_chunks',
      'chat_tasks',
      'conversations',
      'deleted_conversations',
      'task_events',
    ]);
    expect(await runCommand(stores.databaseUrl())).toEqual(done);
    expect(await listTables()).toEqual(tables);
  });

  test('may run four times at once', async () => {
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => runCommand(stores.databaseUrl())));
    expect(outcomes.map(({ code, stderr }) => ({ code, stderr }))).toEqual(
      Array.from({ length: 4 }, () => ({ code: 0, stderr: '' })),
    );
    expect(await listTables()).toHaveLength(7);
  });
});

test('the migrations are those of the schema', async () => {
  const newest = readdirSync(SNAPSHOTS)
    .filter((name) => name.endsWith('_snapshot.json'))
    .toSorted()
    .at(-1);
  const snapshot = JSON.parse(readFileSync(join(SNAPSHOTS, newest ?? ''), 'utf8')) as Snapshot;
  expect(await generateMigration(snapshot, generateDrizzleJson(schema, snapshot.id))).toEqual([]);
  expect(await generateMigration(snapshot, generateDrizzleJson({}, snapshot.id))).not.toEqual([]);
});

describe('when it cannot, it says so in one sentence', () => {
  test('without a URL', async () => {
    const sentence = 'DATABASE_URL must be the postgres:// URL of the database to migrate.\n';
    expect(await runCommand(undefined)).toEqual({ code: 78, stdout: '', stderr: sentence });
    expect(await runCommand('nonsense')).toEqual({ code: 78, stdout: '', stderr: sentence });
  });

  test('without a server, and without telling the password', async () => {
    const { code, stderr } = await runCommand(UNREACHABLE);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^Postgres could not be reached, so no migration was applied: .*ECONNREFUSED.*\n$/,
    );
    expect(stderr).not.toContain('secret');
  });

  test('without the database', async () => {
    const url = new URL(stores.databaseUrl());
    url.pathname = '/missing';
    const { code, stderr } = await runCommand(url.href);
    expect(code).toBe(1);
    expect(stderr).toBe(
      'The migration failed and was rolled back: database "missing" does not exist (3D000)\n',
    );
  });
});
