import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * A process id alone proves nothing: the kernel hands it out again. With the moment the process began it names
 * one process of this machine for ever.
 *
 * @returns undefined when there is no such process, or only its remains (a zombie)
 */
export function readProcessIdentity(pid: number): string | undefined {
  return process.platform === 'linux' ? readFromProc(pid) : readFromPs(pid);
}

/** /proc/<pid>/stat, see proc(5): after the name in brackets come the state and, 19 fields on, the start time. */
function readFromProc(pid: number): string | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return fields[0] === 'Z' ? undefined : `${bootId}/${fields[19]}`;
}

function readFromPs(pid: number): string | undefined {
  const { stdout } = spawnSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' });
  const [state, ...began] = stdout.trim().split(/\s+/);
  return !state || state.startsWith('Z') ? undefined : began.join(' ');
}

/** Whether there is anything with this pid, be it only the remains of a process. */
export function pidExists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** The program and its arguments; empty when there is no such process. */
export function readCommandLine(pid: number): string {
  if (process.platform !== 'linux') {
    return spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim();
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
}
