import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { describePostgresError, judgePostgresError } from './postgres-errors.ts';

const MIGRATIONS_FOLDER = fileURLToPath(new URL('./migrations', import.meta.url));
/** Any number that nothing else in the database locks. */
const LOCK_KEY = 7_368_213;
const CONNECT_TIMEOUT_S = 3;
const LOCK_TIMEOUT_MS = 60_000;
const STATEMENT_TIMEOUT_MS = 600_000;

/** Applies the migrations that the database does not have. Any number at once: they wait for one another. */
export async function migrateDatabase(url: string): Promise<void> {
  const sql = postgres(url, {
    max: 1,
    connect_timeout: CONNECT_TIMEOUT_S,
    // Drizzle creates its own table `if not exists`, which Postgres remarks on each time.
    onnotice: () => undefined,
    fetch_types: false,
    connection: {
      application_name: 'continuo-migrate',
      lock_timeout: LOCK_TIMEOUT_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
    },
  });
  try {
    await sql`select pg_advisory_lock(${LOCK_KEY})`;
    await migrate(drizzle(sql), { migrationsFolder: MIGRATIONS_FOLDER });
  } finally {
    // Ends the session, and with it the lock.
    await sql.end({ timeout: CONNECT_TIMEOUT_S });
  }
}

/** One sentence for whoever ran the command; never the URL, which may hold a password. */
function describeFailure(error: unknown): string {
  const { code, message } = describePostgresError(error);
  return judgePostgresError(error) === 'unavailable'
    ? `Postgres could not be reached, so no migration was applied: ${message || code}`
    : `The migration failed and was rolled back: ${message}${code === '' ? '' : ` (${code})`}`;
}

/** `sysexits.h` EX_CONFIG. */
const EXIT_CONFIG = 78;

if (import.meta.main) {
  const url = process.env['DATABASE_URL'];
  if (url === undefined || !URL.canParse(url)) {
    process.stderr.write('DATABASE_URL must be the postgres:// URL of the database to migrate.\n');
    process.exitCode = EXIT_CONFIG;
  } else {
    try {
      await migrateDatabase(url);
      process.stdout.write('The database is up to date.\n');
    } catch (error) {
      process.stderr.write(`${describeFailure(error)}\n`);
      process.exitCode = 1;
    }
  }
}
