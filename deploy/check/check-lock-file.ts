import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../local-stack/repository.ts';
import type { CommandResult } from '../local-stack/run-command.ts';
import { findMissingPackages, type LockFile } from './find-missing-packages.ts';

/** Fails where `npm ci` would, before anybody has to wait for it. */
export async function checkLockFile(): Promise<CommandResult> {
  const lock = JSON.parse(readFileSync(join(REPOSITORY, 'package-lock.json'), 'utf8')) as LockFile;
  const missing = findMissingPackages(lock).map(
    (name) => `${name} is not in package-lock.json: choose a version that exists for every platform.`,
  );
  return { isDone: missing.length === 0, output: missing.join('\n') };
}
