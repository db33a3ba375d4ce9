import { spawnSync } from 'node:child_process';
import { cpus, release, totalmem, type } from 'node:os';

/** Where and when the figures were made. */
export interface RunDescription {
  machine: string;
  date: string;
  command: string;
  commit: string;
}

const GIB = 2 ** 30;

/** @param script of package.json, with its arguments */
export function describeRun(script: string, args: readonly string[]): RunDescription {
  const cores = cpus();
  return {
    machine: `${cores.length} cores (${cores[0]?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / GIB)} GiB, ${type()} ${release()}, Node ${process.version}`,
    date: new Date().toISOString().slice(0, 10),
    command: [`npm run ${script}`, ...(args.length > 0 ? ['--', ...args] : [])].join(' '),
    commit: describeCommit(),
  };
}

function describeCommit(): string {
  const commit = git('rev-parse', '--short=12', 'HEAD');
  const isChanged = git('status', '--porcelain', '--untracked-files=no') !== '';
  return isChanged ? `${commit}, with changes that were not committed` : commit;
}

function git(...args: string[]): string {
  return spawnSync('git', args, { encoding: 'utf8' }).stdout.trim();
}
