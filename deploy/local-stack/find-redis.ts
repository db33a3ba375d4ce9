import { readdirSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { extractDebianPackage } from './extract-debian-package.ts';
import { findOnPath, isProgram } from './find-on-path.ts';
import { withLock } from './lock-file.ts';
import { PROGRAMS_FOLDER } from './repository.ts';
import { runCommand } from './run-command.ts';
import { StackFault } from './stack-fault.ts';

const INSTALL_WAIT_MS = 5 * 60_000;
const HOMEBREW_FOLDERS = ['/opt/homebrew/bin', '/usr/local/bin'];

/** A real redis-server (or valkey-server) and how to run it. */
export interface RedisPrograms {
  server: string;
  /** Absent when only the server was found. */
  cli: string | undefined;
  env: Readonly<Record<string, string>>;
}

/**
 * Finds redis-server: the one of REDIS_SERVER_BIN, on PATH, from Homebrew, or the one downloaded before. Else
 * downloads it: Debian's package into a folder of this repository, or with Homebrew.
 */
export async function findRedis(onProgress: (sentence: string) => void): Promise<RedisPrograms> {
  const chosen = process.env['REDIS_SERVER_BIN'];
  if (chosen) {
    if (isProgram(chosen)) return programsBeside(chosen);
    throw new StackFault(
      `REDIS_SERVER_BIN is "${chosen}", which is not a program: set it to a redis-server.`,
    );
  }
  const server = findInstalled();
  if (server) return programsBeside(server);
  if (findOnPath(['apt-get']) && findOnPath(['dpkg-deb'])) return findExtracted(onProgress);
  const brew = findOnPath(['brew'], HOMEBREW_FOLDERS);
  if (brew) return installWithHomebrew(brew, onProgress);
  throw missingRedis();
}

function findInstalled(): string | undefined {
  return findOnPath(['redis-server', 'valkey-server'], HOMEBREW_FOLDERS);
}

function programsBeside(server: string, env: Readonly<Record<string, string>> = {}): RedisPrograms {
  const clis = ['redis-cli', 'valkey-cli'];
  const beside = clis.map((name) => join(dirname(server), name)).find(isProgram);
  return { server, cli: beside ?? findOnPath(clis), env };
}

async function findExtracted(onProgress: (sentence: string) => void): Promise<RedisPrograms> {
  const folder = join(PROGRAMS_FOLDER, `redis-${process.arch}`);
  mkdirSync(PROGRAMS_FOLDER, { recursive: true });
  await withLock(`${folder}.lock`, INSTALL_WAIT_MS, async () => {
    if (existsSync(folder)) return;
    onProgress('Downloading redis-server (Debian package, a few seconds) ...');
    await extractDebianPackage('redis-server', folder).catch((error: unknown) => {
      throw missingRedis(error);
    });
  });
  const libraries = readdirSync(join(folder, 'usr/lib')).filter((name) => name.endsWith('-linux-gnu'));
  return programsBeside(join(folder, 'usr/bin/redis-server'), {
    LD_LIBRARY_PATH: libraries.map((name) => join(folder, 'usr/lib', name)).join(':'),
  });
}

async function installWithHomebrew(
  brew: string,
  onProgress: (sentence: string) => void,
): Promise<RedisPrograms> {
  onProgress('Installing redis with Homebrew ...');
  await runCommand(brew, ['install', 'redis']);
  const server = findInstalled();
  if (!server) throw missingRedis();
  return programsBeside(server);
}

function missingRedis(cause?: unknown): StackFault {
  const why = cause instanceof StackFault ? ` (${cause.message})` : '';
  return new StackFault(
    `There is no redis-server here and it could not be downloaded${why}: install the package redis-server, or set REDIS_SERVER_BIN to one, or REDIS_URL to a running one.`,
    cause,
  );
}
