import { chromium } from 'playwright-core';
import { findOnPath, isProgram } from './find-on-path.ts';
import { PROGRAMS_FOLDER, REPOSITORY } from './repository.ts';
import { withLock } from './lock-file.ts';
import { runCommand, type CommandResult } from './run-command.ts';
import { StackFault } from './stack-fault.ts';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

const INSTALL_WAIT_MS = 10 * 60_000;
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const MACOS_APPS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * A Chromium or Chrome for the browser tests: the one of CHROMIUM_BIN, an installed one, or the one the test tool has
 * downloaded before. Else installs it: Debian's package when we are root on Debian, the test tool's own
 * download elsewhere.
 */
export async function findChromium(onProgress: (sentence: string) => void): Promise<string> {
  const chosen = process.env['CHROMIUM_BIN'];
  if (chosen && isProgram(chosen)) return chosen;
  if (chosen)
    throw new StackFault(`CHROMIUM_BIN is "${chosen}", which is not a program: set it to a Chromium.`);
  const there = findInstalled();
  if (there) return there;
  mkdirSync(PROGRAMS_FOLDER, { recursive: true });
  return withLock(join(PROGRAMS_FOLDER, 'chromium.lock'), INSTALL_WAIT_MS, async () => {
    const meanwhile = findInstalled();
    if (meanwhile) return meanwhile;
    onProgress('Installing Chromium for the browser tests (about 150 MB) ...');
    const output = await install();
    const installed = findInstalled();
    if (installed) return installed;
    throw new StackFault(
      `There is no Chromium for the browser tests and it could not be installed (${reasonIn(output)}): install the package chromium, or set CHROMIUM_BIN to a Chromium or Chrome.`,
    );
  });
}

function findInstalled(): string | undefined {
  return findOnPath(NAMES) ?? [...MACOS_APPS, chromium.executablePath()].find(isProgram);
}

async function install(): Promise<string> {
  if (process.getuid?.() === 0 && findOnPath(['apt-get'])) return installDebianPackage();
  const cli = join(REPOSITORY, 'node_modules/playwright-core/cli.js');
  return (await runCommand(process.execPath, [cli, 'install', 'chromium'])).output;
}

/** Without a list of packages, or with an old one, the first try fails. */
async function installDebianPackage(): Promise<string> {
  const installation = ['install', '--no-install-recommends', 'chromium'];
  const first = await runApt(installation);
  if (first.isDone) return first.output;
  await runApt(['update']);
  return (await runApt(installation)).output;
}

function runApt(args: readonly string[]): Promise<CommandResult> {
  return runCommand('apt-get', ['-o', 'DPkg::Lock::Timeout=120', '--yes', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}

function reasonIn(output: string): string {
  const lines = output.trim().split('\n');
  return lines.find((line) => /^E:|\berror\b|\bfailed\b/i.test(line)) ?? lines.at(-1) ?? '';
}
