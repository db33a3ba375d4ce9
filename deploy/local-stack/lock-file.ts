import { readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { readProcessIdentity } from './process-identity.ts';
import { StackFault } from './stack-fault.ts';

const LOOK_AGAIN_MS = 100;

/**
 * Takes the lock, or names the process that has it. A lock whose owner is gone is taken over.
 *
 * The lock is a dangling symbolic link `<pid> <identity>`: made in one step together with its content, so that
 * nobody can meet it half written.
 *
 * @returns a function that gives the lock back, or the owner's pid
 */
export function takeLock(file: string): (() => void) | number {
  const own = `${process.pid} ${readProcessIdentity(process.pid) ?? ''}`;
  for (;;) {
    try {
      symlinkSync(own, file);
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
    }
    const owner = readOwner(file);
    if (owner && isAlive(owner)) return pidOf(owner);
    if (owner) removeDeadLock(file, owner);
  }
}

/** Waits for its turn, then works under the lock. */
export async function withLock<Result>(
  file: string,
  waitMs: number,
  work: () => Result | Promise<Result>,
): Promise<Result> {
  const giveUpAt = Date.now() + waitMs;
  for (;;) {
    const taken = takeLock(file);
    if (typeof taken === 'function') {
      try {
        return await work();
      } finally {
        taken();
      }
    }
    if (Date.now() > giveUpAt) {
      throw new StackFault(`Process ${taken} holds ${file} for too long: end it and try again.`);
    }
    await sleep(LOOK_AGAIN_MS);
  }
}

function pidOf(owner: string): number {
  return Number.parseInt(owner, 10);
}

function isAlive(owner: string): boolean {
  return readProcessIdentity(pidOf(owner)) === owner.slice(owner.indexOf(' ') + 1);
}

/** Moved aside before it is deleted: if it meanwhile became a living owner's, it is put back. */
function removeDeadLock(file: string, dead: string): void {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw error;
  }
  if (readOwner(aside) === dead) rmSync(aside, { force: true });
  else renameSync(aside, file);
}

function readOwner(file: string): string | undefined {
  try {
    return readlinkSync(file);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
