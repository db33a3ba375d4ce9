import { globSync, mkdirSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock-file.ts';
import { PROGRAMS_FOLDER, REPOSITORY } from './repository.ts';
import { runCommand } from './run-command.ts';
import { StackFault } from './stack-fault.ts';

/** Where the built web app is; a gateway serves it from there. */
export const WEB_DIST = join(REPOSITORY, 'web/dist');

const PAGE = join(WEB_DIST, 'index.html');
const BUILD_WAIT_MS = 3 * 60_000;
const SOURCES = ['web/**', 'shared/src/protocol/**', 'package-lock.json'];
const NOT_SOURCES = ['web/dist/**', 'web/node_modules/**', 'web/.turbo/**'];

/** Builds the web app unless what is built is newer than its sources. */
export async function buildWeb(onProgress: (sentence: string) => void): Promise<void> {
  if (isFresh()) return;
  mkdirSync(PROGRAMS_FOLDER, { recursive: true });
  // One build at a time: each empties the folder first.
  await withLock(join(PROGRAMS_FOLDER, 'web-build.lock'), BUILD_WAIT_MS, async () => {
    if (isFresh()) return;
    onProgress('Building the web app ...');
    const startedAt = new Date();
    const turbo = join(REPOSITORY, 'node_modules/turbo/bin/turbo');
    const args = [turbo, 'run', 'build', '--filter=@continuo/web', '--output-logs=errors-only'];
    const { isDone, output } = await runCommand(process.execPath, args, {
      cwd: REPOSITORY,
      env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' },
    });
    if (!isDone) throw new StackFault(`The web app could not be built:\n${output.trim()}`);
    // What turbo takes from its cache is as old as it was then.
    utimesSync(PAGE, startedAt, startedAt);
  });
}

function isFresh(): boolean {
  const builtAtMs = changedAtMs(PAGE);
  return globSync(SOURCES, { cwd: REPOSITORY, exclude: NOT_SOURCES }).every(
    (file) => changedAtMs(join(REPOSITORY, file)) <= builtAtMs,
  );
}

/** 0 when there is no such file. */
function changedAtMs(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
