import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endProcess } from './end-process.ts';
import { pidExists, readCommandLine, readProcessIdentity } from './process-identity.ts';
import { StackFault } from './stack-fault.ts';

const GRACE_MS = 10_000;
const LOOK_AGAIN_MS = 20;

/** postmaster.pid, line 1 its pid, line 8 its state (src/include/utils/pidfile.h). */
export function readPostmasterFile(data: string): { pid: number; state: string } | undefined {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  return { pid: Number(lines[0]), state: (lines[7] ?? '').trim() };
}

/**
 * A stack that was killed may have left its Postgres running: that is ended here, as its command line names this very
 * folder.
 *
 * Postgres takes any process with the pid of its last life for a postmaster that still runs, and refuses to
 * start: another program that was given this pid since, or the remains of the old one where nobody reaps them (a
 * container without an init). Then its file must go, once no backend of that life is left.
 */
export async function endLeftoverPostmaster(data: string): Promise<void> {
  const pid = readPostmasterFile(data)?.pid;
  if (!pid) return;
  const identity = readProcessIdentity(pid);
  if (identity && readCommandLine(pid).includes(data)) await endProcess(pid, identity, 'SIGINT', GRACE_MS);
  if (readPostmasterFile(data)?.pid !== pid || !pidExists(pid)) return;
  await untilAbandoned(data);
  rmSync(join(data, 'postmaster.pid'));
}

/** Backends work in the data folder, and end by themselves soon after their postmaster. */
async function untilAbandoned(data: string): Promise<void> {
  const giveUpAt = Date.now() + GRACE_MS;
  while (isSomebodyIn(data)) {
    if (Date.now() > giveUpAt) {
      throw new StackFault(`Processes of an earlier Postgres still use ${data}: end them and try again.`);
    }
    await sleep(LOOK_AGAIN_MS);
  }
}

function isSomebodyIn(data: string): boolean {
  if (process.platform !== 'linux') return false;
  const folder = realpathSync(data);
  return readdirSync('/proc').some((entry) => {
    try {
      return /^\d+$/.test(entry) && readlinkSync(`/proc/${entry}/cwd`) === folder;
    } catch {
      // Gone meanwhile, or somebody else's.
      return false;
    }
  });
}
