import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PostgresUser } from './postgres-programs.ts';
import { runCommand } from './run-command.ts';
import { StackFault } from './stack-fault.ts';

/** The database user that the cluster belongs to. */
export const CLUSTER_OWNER = 'continuo';

/** A folder of databases and the password of their owner. */
export interface Cluster {
  data: string;
  password: string;
}

/** initdb works beside the final name: one that was cut off leaves nothing that looks like a cluster. */
export async function ensureCluster(
  programs: string,
  folder: string,
  user: PostgresUser,
  onProgress: (sentence: string) => void,
): Promise<Cluster> {
  const data = join(folder, 'data');
  const passwordFile = join(folder, 'password');
  if (existsSync(join(data, 'PG_VERSION'))) return { data, password: readFileSync(passwordFile, 'utf8') };
  onProgress('Making the Postgres data folder ...');
  const password = randomBytes(18).toString('base64url');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user.uid !== undefined && user.gid !== undefined) chownSync(passwordFile, user.uid, user.gid);
  const unfinished = join(folder, 'data.unfinished');
  rmSync(unfinished, { recursive: true, force: true });
  const { isDone, output } = await runCommand(
    join(programs, 'bin/initdb'),
    [
      `--pgdata=${unfinished}`,
      `--username=${CLUSTER_OWNER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--locale=C.UTF-8',
      '--no-instructions',
    ],
    { ...user, cwd: '/' },
  );
  if (!isDone) {
    throw new StackFault(
      `The Postgres data folder ${data} could not be made: ${output.trim().split('\n').at(-1)}`,
    );
  }
  renameSync(unfinished, data);
  return { data, password };
}
