import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { PostgresUser } from './postgres-programs.ts';
import { ROOT_FOLDER } from './postgres-programs.ts';
import { runCommand } from './run-command.ts';
import { explainFolderError } from './stack-fault.ts';

/** The file in DATA_DIR that remembers where else the cluster is. */
export const NOTE_NAME = 'postgres-folder';

/**
 * The folder for the cluster of this DATA_DIR, owned by the Postgres user: `postgres/` in it, or, where that
 * user may not enter (a home with mode 0700), one elsewhere that DATA_DIR/postgres-folder remembers.
 */
export async function choosePostgresFolder(dataDir: string, user: PostgresUser): Promise<string> {
  const note = join(dataDir, NOTE_NAME);
  const inside = join(dataDir, 'postgres');
  try {
    const noted = existsSync(note) ? readFileSync(note, 'utf8').trim() : undefined;
    if (!noted && (await makeEnterable(inside, user))) return inside;
    mkdirSync(ROOT_FOLDER, { recursive: true, mode: 0o755 });
    const elsewhere = noted ?? mkdtempSync(join(ROOT_FOLDER, 'data-'));
    await makeEnterable(elsewhere, user);
    if (noted) return elsewhere;
    rmdirSync(inside);
    writeFileSync(note, `${elsewhere}\n`);
    return elsewhere;
  } catch (error) {
    throw explainFolderError(error, inside, 'DATA_DIR');
  }
}

/** @returns false when the Postgres user cannot enter, because of the folders above */
async function makeEnterable(folder: string, user: PostgresUser): Promise<boolean> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (user.uid === undefined || user.gid === undefined) return true;
  chownSync(folder, user.uid, user.gid);
  return (await runCommand('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...user, cwd: '/' })).isDone;
}
