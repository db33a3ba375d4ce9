import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';

export const { PostgresError } = postgres;

/** A pool of connections, as `sql` for set-based statements and as drizzle for composed ones. */
export interface Pool {
  sql: postgres.Sql<{ bigint: number }>;
  drizzle: PostgresJsDatabase;
}

/** Inside a transaction. */
export type Transaction = postgres.TransactionSql<{ bigint: number }>;

export interface Postgres {
  /**
   * Runs queries. Rejects after DEADLINE_MS at the latest, also when the server never answers; what kind of
   * rejection it is says `judgePostgresError`.
   */
  run<Result>(work: (pool: Pool) => Promise<Result>): Promise<Result>;
  /** Waits a moment for running queries, then closes every connection. */
  close(): Promise<void>;
}

export interface PostgresOptions {
  url: string;
  /** Shown in pg_stat_activity. */
  applicationName: string;
  connectionsMax: number;
}

const CONNECT_TIMEOUT_S = 3;
const RECONNECT_S_FIRST = 0.05;
const RECONNECT_S_MAX = 1;
const LOCK_TIMEOUT_MS = 3_000;
const STATEMENT_TIMEOUT_MS = 5_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 10_000;
/** Above what any statement may take: then the server is silent, and no timeout of its own will help. */
const DEADLINE_MS = 10_000;
const CLOSE_TIMEOUT_S = 2;

/** Thrown when a query has had no answer for DEADLINE_MS. */
class DeadlineExceeded extends Error {
  readonly code = 'DEADLINE_EXCEEDED';
}

function openPool({ url, applicationName, connectionsMax }: PostgresOptions): Pool {
  const sql = postgres(url, {
    max: connectionsMax,
    connect_timeout: CONNECT_TIMEOUT_S,
    // The driver's own backoff goes up to 20 s: that long after Postgres is back, nothing would move.
    backoff: (attempt) => Math.min(RECONNECT_S_FIRST * 2 ** attempt, RECONNECT_S_MAX),
    onnotice: () => undefined,
    // Every bigint of the schema is a time in ms, far below 2^53.
    types: { bigint: { to: 20, from: [20], parse: Number, serialize: String } },
    connection: {
      application_name: applicationName,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      lock_timeout: LOCK_TIMEOUT_MS,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    },
  });
  return { sql, drizzle: drizzle(sql) };
}

/** Connects when it is first used, and again whenever the connection was lost. */
export function makePostgres(options: PostgresOptions): Postgres {
  let pool = openPool(options);
  let answeredAtMs = performance.now();

  /** A pool whose server answers nobody hangs until the kernel gives up, minutes later: start with a new one. */
  function replaceSilentPool(silent: Pool): void {
    if (silent !== pool || performance.now() - answeredAtMs < DEADLINE_MS) return;
    pool = openPool(options);
    answeredAtMs = performance.now();
    void silent.sql.end({ timeout: 0 });
  }

  async function run<Result>(work: (pool: Pool) => Promise<Result>): Promise<Result> {
    const used = pool;
    const expired = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      replaceSilentPool(used);
      expired.reject(new DeadlineExceeded(`Postgres has not answered for ${DEADLINE_MS} ms`));
    }, DEADLINE_MS);
    try {
      const result = await Promise.race([work(used), expired.promise]);
      answeredAtMs = performance.now();
      return result;
    } catch (error) {
      if (error instanceof PostgresError) answeredAtMs = performance.now();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  return { run, close: () => pool.sql.end({ timeout: CLOSE_TIMEOUT_S }) };
}
