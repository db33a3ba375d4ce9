import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../local-stack/repository.ts';
import { runCommand, type CommandResult } from '../local-stack/run-command.ts';
import { findMachineTraces } from './find-machine-traces.ts';

/** Looks for machine traces in every file that is tracked or would be. */
export async function scanTrackedFiles(): Promise<CommandResult> {
  const listed = await runCommand('git', ['ls-files', '-z', '-co', '--exclude-standard'], {
    cwd: REPOSITORY,
  });
  if (!listed.isDone) return listed;
  const found = listed.output
    .split('\0')
    .filter((file) => statSync(join(REPOSITORY, file), { throwIfNoEntry: false })?.isFile())
    .flatMap((file) =>
      findMachineTraces(readFileSync(join(REPOSITORY, file), 'utf8')).map(
        ({ line, trace }) => `${file}:${line}: ${trace}`,
      ),
    );
  return { isDone: found.length === 0, output: found.join('\n') };
}
