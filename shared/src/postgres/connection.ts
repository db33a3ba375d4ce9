import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { isConnectionLost, isFromServer } from './postgres-errors.ts';

/** A pool of connections, as `sql` for set-based statements and as drizzle for composed ones. */
export interface Pool {
  sql: postgres.Sql<{ bigint: number }>;
  drizzle: PostgresJsDatabase;
}

/** One connection, inside a transaction. */
export type Transaction = postgres.TransactionSql<{ bigint: number }>;

export interface Postgres {
  /**
   * Runs queries. Rejects after the deadline at the latest, also when the server never answers; what kind of
   * rejection it is says `judgePostgresError`.
   */
  run<Result>(work: (pool: Pool) => Promise<Result>): Promise<Result>;
  /** The same, in one transaction. `work` must not pause but for statements: only these notice a lost connection. */
  transact<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result>;
  /** Waits a moment for running queries, then closes every connection. */
  close(): Promise<void>;
}

export interface PostgresOptions {
  url: string;
  /** Shown in pg_stat_activity. */
  applicationName: string;
  connectionsMax: number;
  /** Default 10 s: above what any statement may take, so that the server is silent and no timeout of its own helps. */
  deadlineMs?: number;
}

const CONNECT_TIMEOUT_S = 3;
const RECONNECT_S_FIRST = 0.05;
const RECONNECT_S_MAX = 1;
const LOCK_TIMEOUT_MS = 3_000;
const STATEMENT_TIMEOUT_MS = 5_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 10_000;
const DEADLINE_MS = 10_000;
const CLOSE_TIMEOUT_S = 2;

/** Thrown when a query has had no answer until its deadline. */
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
    // Its question for the array types of each new connection rejects unheard, and so ends the process, when the
    // connection is lost meanwhile (driver 3.4.9). Without it arrays go as literals: see `textArrayOf`.
    fetch_types: false,
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
  const { deadlineMs = DEADLINE_MS } = options;
  let pool = openPool(options);
  let answeredAtMs = performance.now();

  /**
   * The driver (3.4.9) leaves queries unanswered for ever that come between a socket's error and its end, and a
   * silent server leaves all of them, until the kernel gives up minutes later. A new pool has none of these, and
   * closing the old one rejects what still waits in it.
   */
  async function replacePool(failed: Pool): Promise<void> {
    if (failed === pool) {
      pool = openPool(options);
      answeredAtMs = performance.now();
    }
    await failed.sql.end({ timeout: 0 });
  }

  async function run<Result>(work: (pool: Pool) => Promise<Result>): Promise<Result> {
    const used = pool;
    const expired = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      // Slow is not silent: as long as others get answers, only this query is given up.
      if (performance.now() - answeredAtMs >= deadlineMs) void replacePool(used);
      expired.reject(new DeadlineExceeded(`Postgres has not answered for ${deadlineMs} ms`));
    }, deadlineMs);
    try {
      const result = await Promise.race([work(used), expired.promise]);
      answeredAtMs = performance.now();
      return result;
    } catch (error) {
      if (isFromServer(error)) answeredAtMs = performance.now();
      else if (isConnectionLost(error) && !(error instanceof DeadlineExceeded)) void replacePool(used);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  async function transact<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    const { result } = await run((used) =>
      used.sql.begin(async (transaction) => {
        try {
          return { result: await work(transaction) };
        } catch (error) {
          // The driver will send a rollback. On a connection that is lost, and not closed by us, that is a write to
          // a socket which is no more, and ends the process.
          if (isConnectionLost(error)) await replacePool(used);
          throw error;
        }
      }),
    );
    return result;
  }

  return { run, transact, close: () => pool.sql.end({ timeout: CLOSE_TIMEOUT_S }) };
}
