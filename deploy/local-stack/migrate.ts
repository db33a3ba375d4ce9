import { REPOSITORY } from './repository.ts';
import { runCommand } from './run-command.ts';
import { StackFault } from './stack-fault.ts';

/** Brings the database to the schema of this clone; one that has it already is left as it is. */
export async function migrate(databaseUrl: string): Promise<void> {
  const { isDone, output } = await runCommand(process.execPath, ['shared/src/postgres/migrate.ts'], {
    cwd: REPOSITORY,
    env: { ...process.env, DATABASE_URL: databaseUrl },
  });
  if (!isDone)
    throw new StackFault(`The database could not be brought to the current schema:\n${output.trim()}`);
}
