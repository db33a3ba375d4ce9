import { join } from 'node:path';
import process from 'node:process';
import { checkLockFile } from './check/check-lock-file.ts';
import { scanTrackedFiles } from './check/scan-tracked-files.ts';
import { REPOSITORY } from './local-stack/repository.ts';
import { runCommand, type CommandResult } from './local-stack/run-command.ts';

/** `npm run check`: everything that can be judged without running Continuo. Every check runs, also when one fails. */
interface Check {
  name: string;
  run: () => Promise<CommandResult>;
}

const CHECKS: readonly Check[] = [
  { name: 'format', run: tool('oxfmt', '--check', '.') },
  // Also sizes, import boundaries, import cycles and duplicate test titles: see .oxlintrc.json.
  { name: 'lint', run: tool('oxlint', '--deny-warnings') },
  { name: 'types', run: tool('tsc', '--noEmit') },
  { name: 'types of the web app', run: tool('tsc', '--noEmit', '--project', 'web') },
  { name: 'dead code', run: tool('knip', '--no-progress') },
  {
    name: 'files that only unit tests use',
    run: tool('knip', '--no-progress', '--production', '--include', 'files'),
  },
  { name: 'packages for every platform', run: checkLockFile },
  { name: 'machine paths and registry hosts', run: scanTrackedFiles },
];

function tool(command: string, ...args: string[]): () => Promise<CommandResult> {
  return () => runCommand(join(REPOSITORY, 'node_modules/.bin', command), args, { cwd: REPOSITORY });
}

async function runCheck({ name, run }: Check): Promise<boolean> {
  const startedAt = Date.now();
  const { isDone, output } = await run();
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(`${isDone ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)\n`);
  if (!isDone) process.stdout.write(`${output.trimEnd().replaceAll(/^/gm, '       ')}\n`);
  return isDone;
}

const outcomes = await Promise.all(CHECKS.map(runCheck));
process.exitCode = outcomes.every(Boolean) ? 0 : 1;
