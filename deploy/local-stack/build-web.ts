import { globSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock-file.ts';
import { PROGRAMS_FOLDER, REPOSITORY } from './repository.ts';
import { runCommand } from './run-command.ts';

const BUILD_WAIT_MS = 3 * 60_000;
const SOURCES = ['web/**', 'shared/src/protocol/**', 'package-lock.json'];
const NOT_SOURCES = ['web/dist/**', 'web/node_modules/**', 'web/.turbo/**'];

/** Where the built web app is; a gateway serves it from there. */
export const WEB_DIST = join(REPOSITORY, 'web/dist');

/** Builds the web app unless what is built is newer than its sources. */
export async function buildWeb(onProgress: (sentence: string) => void): Promise<void> {
  if (globSync('web/index.html', { cwd: REPOSITORY }).length === 0) return;
  if (isFresh()) return;
  mkdirSync(PROGRAMS_FOLDER, { recursive: true });
  // One build at a time: each empties the folder first.
  await withLock(join(PROGRAMS_FOLDER, 'web-build.lock'), BUILD_WAIT_MS, async () => {
    if (isFresh()) return;
    onProgress('Building the web app ...');
    const turbo = join(REPOSITORY, 'node_modules/turbo/bin/turbo');
    const args = [turbo, 'run', 'build', '--filter=@continuo/web', '--output-logs=errors-only'];
    const { isDone, output } = await runCommand(process.execPath, args, {
      cwd: REPOSITORY,
      env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' },
    });
    if (!isDone) onProgress(`The web app could not be built:\n${output.trim().slice(-500)}`);
  });
}

function isFresh(): boolean {
  const page = statSync(join(WEB_DIST, 'index.html'), { throwIfNoEntry: false });
  if (!page) return false;
  return globSync(SOURCES, { cwd: REPOSITORY, exclude: NOT_SOURCES }).every(
    (file) => statSync(join(REPOSITORY, file)).mtimeMs <= page.mtimeMs,
  );
}
