import postgres from 'postgres';

const { PostgresError } = postgres;

/**
 * What an error of Postgres asks for: `unavailable` = the same statement may well succeed later; `refused` = these
 * values can never be stored; `defect` = the statement, the schema or the rights are wrong.
 */
export type PostgresFault = 'unavailable' | 'refused' | 'defect';

/** Classes of SQLSTATE, its first two characters (Postgres manual, appendix A). */
const UNAVAILABLE_CLASSES = new Set([
  '08', // connection exception
  '40', // rolled back: deadlock, serialization
  '53', // out of disk, memory or connections
  '55', // a lock was not to be had in time
  '57', // shut down, starting up, statement timeout
  '58', // I/O error
]);
const REFUSED_CLASSES = new Set([
  '21', // cardinality violation
  '22', // data exception: NUL, number out of range
  '23', // integrity constraint violation
  '54', // a program limit: row or index entry too large
]);

/** Drizzle wraps what the driver threw. */
function unwrap(error: unknown): unknown {
  return error instanceof Error && error.cause !== undefined ? error.cause : error;
}

/** Postgres itself said so; else the connection failed, or our own code. */
export function isFromServer(error: unknown): boolean {
  return unwrap(error) instanceof PostgresError;
}

/** The connection that the error came over is of no more use. */
export function isConnectionLost(error: unknown): boolean {
  const cause = unwrap(error);
  // After FATAL and PANIC the server closes the connection (Postgres manual, section 19.8).
  if (cause instanceof PostgresError) return cause.severity !== 'ERROR';
  // What has a code and is not Postgres' own word comes from the connection.
  return cause instanceof Error && 'code' in cause;
}

export function judgePostgresError(error: unknown): PostgresFault {
  const cause = unwrap(error);
  if (!(cause instanceof PostgresError)) return isConnectionLost(cause) ? 'unavailable' : 'defect';
  const sqlClass = cause.code.slice(0, 2);
  if (UNAVAILABLE_CLASSES.has(sqlClass)) return 'unavailable';
  return REFUSED_CLASSES.has(sqlClass) ? 'refused' : 'defect';
}

/** What may be logged of an error: its code and sentence; never the values, which are people's texts. */
export function describePostgresError(error: unknown): { code: string; message: string } {
  const cause = unwrap(error);
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return { code, message: cause instanceof Error ? cause.message : String(cause) };
}
