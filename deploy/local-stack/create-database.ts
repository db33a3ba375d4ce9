import postgres from 'postgres';

/**
 * Makes the database unless it is there.
 *
 * @param serverUrl a database of the same server, by a user who may create others
 * @param template a database to copy; nobody may be connected to it
 */
export async function createDatabase(serverUrl: string, name: string, template = 'template1'): Promise<void> {
  const sql = postgres(serverUrl, { max: 1, connect_timeout: 10, onnotice: () => undefined });
  try {
    const found = await sql`select 1 from pg_database where datname = ${name}`;
    if (found.length === 0) await sql`create database ${sql(name)} template ${sql(template)}`;
  } finally {
    await sql.end();
  }
}

/** Ends its sessions and drops the database. */
export async function dropDatabase(serverUrl: string, name: string): Promise<void> {
  const sql = postgres(serverUrl, { max: 1, connect_timeout: 10, onnotice: () => undefined });
  try {
    await sql`drop database if exists ${sql(name)} with (force)`;
  } finally {
    await sql.end();
  }
}
