import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDatabase } from './create-database.ts';
import { explainPostgresDeath } from './explain-death.ts';
import { CLUSTER_OWNER, ensureCluster } from './postgres-cluster.ts';
import { findFreePort } from './free-port.ts';
import { keepRunning, type KeepOptions, type KeptProgram, type Program } from './keep-running.ts';
import { choosePostgresFolder } from './postgres-folder.ts';
import { choosePostgresUser, findPostgresPrograms } from './postgres-programs.ts';
import { endLeftoverPostmaster, readPostmasterFile } from './postmaster-file.ts';

const LOOK_AGAIN_MS = 20;
const STOP_WITHIN_MS = 10_000;
const DATABASE = 'continuo';

export interface PostgresOptions {
  /** Its log and, in `postgres/` or where `postgres-folder` points, its data: what is there is found again. */
  dataDir: string;
  port?: number;
  onProgress: (sentence: string) => void;
}

export interface PostgresProgram extends Program {
  /** Our database, which `createDatabase` makes once the server answers. */
  url: string;
  /** A database that is always there. */
  serverUrl: string;
  database: string;
}

/** A private Postgres on 127.0.0.1. */
export async function planPostgres(options: PostgresOptions): Promise<PostgresProgram> {
  const user = choosePostgresUser();
  const programs = await findPostgresPrograms(user);
  const folder = await choosePostgresFolder(options.dataDir, user);
  const { data, password } = await ensureCluster(programs, folder, user, options.onProgress);
  await endLeftoverPostmaster(data);
  const port = options.port ?? (await findFreePort());
  const settings = ['listen_addresses=127.0.0.1', `port=${port}`, 'unix_socket_directories=', 'timezone=UTC'];
  const args = ['-D', data, ...settings.flatMap((setting) => ['-c', setting])];
  const server = `postgres://${CLUSTER_OWNER}:${password}@127.0.0.1:${port}`;
  return {
    service: 'postgres',
    name: 'postgres',
    port,
    url: `${server}/${DATABASE}`,
    serverUrl: `${server}/postgres`,
    database: DATABASE,
    logFile: join(options.dataDir, 'logs/postgres.log'),
    spawn: (logFd) =>
      spawn(join(programs, 'bin/postgres'), args, {
        ...user,
        cwd: '/',
        stdio: ['ignore', logFd, logFd],
        detached: true,
      }),
    untilReady: async (child, signal) => {
      while (!signal.aborted && !isAccepting(data, child.pid)) await sleep(LOOK_AGAIN_MS);
      return port;
    },
    // Recovery after a crash reads the write-ahead log first.
    readyWithinMs: 120_000,
    explainDeath: (lastWords) => explainPostgresDeath(lastWords, data),
    // "Fast": ends the sessions instead of waiting for them to leave.
    stopSignal: 'SIGINT',
    stopWithinMs: STOP_WITHIN_MS,
  };
}

/** Starts it, waits until it answers, and makes our database in it. */
export async function startPostgres(
  options: PostgresOptions,
  keep: KeepOptions,
): Promise<KeptProgram & { url: string }> {
  const program = await planPostgres(options);
  const postgres = keepRunning(program, keep);
  try {
    await postgres.whenReady;
    await createDatabase(program.serverUrl, program.database);
  } catch (error) {
    await postgres.stop();
    throw error;
  }
  return { ...postgres, url: program.url };
}

function isAccepting(data: string, pid: number | undefined): boolean {
  const postmaster = readPostmasterFile(data);
  return postmaster?.pid === pid && postmaster?.state === 'ready';
}
