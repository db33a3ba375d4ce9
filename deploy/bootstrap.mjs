/**
 * Runs a TypeScript entry of this repository on the Node the repository itself brings:
 *
 *     node deploy/bootstrap.mjs <entry.ts> [arguments]
 *
 * A fresh clone has no packages yet: they are installed first (`npm ci`). Plain JavaScript without dependencies, for any
 * Node from 18 on. Expected faults end with one sentence on stderr and exit code 1.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE_MAJOR_MIN = 18;
/** From here on Node runs this repository's TypeScript by itself. */
const NATIVE_TYPESCRIPT_MAJOR = 26;
const INSTALL_WAIT_MS = 10 * 60_000;
const INSTALLATION = [
  'ci',
  // Whatever the user's npm is set to leave out.
  '--include=dev',
  '--include=optional',
  // Few and short retries: without a network nobody should wait for minutes.
  '--prefer-offline',
  '--fetch-retries=2',
  '--fetch-retry-mintimeout=1000',
  '--fetch-retry-maxtimeout=8000',
  '--loglevel=error',
];
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

const root = fileURLToPath(new URL('..', import.meta.url));
const modules = join(root, 'node_modules');
const bin = join(modules, '.bin');
const stampFile = join(modules, '.bootstrap');
// Beside node_modules, not in it: `npm ci` empties that folder.
const lockFile = join(root, '.bootstrap.lock');

const FAULTS = [
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network/i,
    'The npm packages could not be downloaded: connect this machine to the internet (or set the proxy npm should use) and try again.',
  ],
  [
    /EACCES|EPERM|EROFS/,
    `The folder ${root} cannot be written: give yourself write permission, or clone the repository to a folder of your own.`,
  ],
  [/ENOSPC/, 'The disk is full: free about 1 GB and try again.'],
  [
    /EUSAGE|in sync/,
    'package-lock.json does not belong to package.json: restore both with `git checkout package.json package-lock.json` and try again.',
  ],
];

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

function sentenceFor(output) {
  const known = FAULTS.find(([pattern]) => pattern.test(output));
  return (
    known?.[1] ?? `npm could not install the packages:\n${output.trim().split('\n').slice(-8).join('\n')}`
  );
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Two commands started at once on a fresh clone: one installs, the other waits for it. */
async function lockInstallation() {
  const giveUpAt = Date.now() + INSTALL_WAIT_MS;
  for (let told = false; !takeLock(); told = true) {
    if (Date.now() > giveUpAt)
      fail(`Another command holds ${lockFile} for too long: end it, delete the file and try again.`);
    if (!told) process.stderr.write('Another command is installing the npm packages; waiting for it ...\n');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  process.on('exit', unlockInstallation);
}

function takeLock() {
  try {
    writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') fail(sentenceFor(String(error)));
    removeDeadLock();
    return false;
  }
}

/** Moved away before it is deleted: if it meanwhile became a living owner's, it is put back. */
function removeDeadLock() {
  const aside = `${lockFile}.${process.pid}`;
  const dead = readOwner(lockFile);
  if (!dead || isAlive(dead)) return;
  try {
    renameSync(lockFile, aside);
    if (readOwner(aside) === dead) rmSync(aside);
    else renameSync(aside, lockFile);
  } catch (error) {
    if (error.code !== 'ENOENT') fail(sentenceFor(String(error)));
  }
}

function readOwner(file) {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return 0;
    return fail(sentenceFor(String(error)));
  }
}

function unlockInstallation() {
  rmSync(lockFile, { force: true });
}

function currentStamp(lock) {
  return createHash('sha256').update(lock).update(`${process.platform}-${process.arch}`).digest('hex');
}

function hasStamp(stamp) {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;
}

/** True when a plain `npm install` has already brought node_modules to what the lock file says. */
function isInstalled(lock) {
  const installedFile = join(modules, '.package-lock.json');
  if (!existsSync(installedFile) || !existsSync(join(bin, 'node'))) return false;
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  return Object.entries(JSON.parse(lock).packages).every(([path, wanted]) => {
    const found = installed[path];
    if (path === '' || !path.startsWith('node_modules/')) return true;
    return found ? found.version === wanted.version && found.integrity === wanted.integrity : wanted.optional;
  });
}

async function installPackages() {
  process.stderr.write('Installing the npm packages (about half a minute the first time) ...\n');
  const startedAt = Date.now();
  const { code, signal, output } = await runNpm(INSTALLATION);
  if (signal) process.exit(128 + constants.signals[signal]);
  if (code !== 0) fail(sentenceFor(output));
  process.stderr.write(`Packages installed in ${Math.round((Date.now() - startedAt) / 1000)} s.\n`);
}

/** @returns {Promise<{ code: number | null, signal: string | null, output: string }>} */
function runNpm(args) {
  // Set by whatever package manager runs the script; only npm reads package-lock.json.
  const npm = process.env.npm_execpath;
  const isNpm = npm && /^np[mx]/.test(basename(npm));
  const [command, before] = isNpm ? [process.execPath, [npm]] : ['npm', []];
  const child = spawn(command, [...before, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (output += part));
  for (const signal of SIGNALS) process.once(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.on('error', () => fail('npm was not found: install Node.js together with npm and try again.'));
    child.on('close', (code, signal) => resolve({ code, signal, output }));
  });
}

async function ensurePackages() {
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const stamp = currentStamp(lock);
  if (hasStamp(stamp)) return;
  await lockInstallation();
  if (!hasStamp(stamp)) {
    if (!isInstalled(lock)) await installPackages();
    writeStamp(stamp);
  }
  unlockInstallation();
}

function writeStamp(stamp) {
  try {
    writeFileSync(stampFile, stamp);
  } catch (error) {
    fail(sentenceFor(String(error)));
  }
}

/** The repository's own Node; where its build does not run (musl), the Node at hand if it is new enough. */
function findNode() {
  const own = join(bin, 'node');
  if (existsSync(own) && spawnSync(own, ['--version']).status === 0) return own;
  if (nodeMajor() >= NATIVE_TYPESCRIPT_MAJOR) return process.execPath;
  const here = `${process.platform} ${process.arch}`;
  return fail(
    `There is no Node ${NATIVE_TYPESCRIPT_MAJOR} for this machine (${here}) in the packages: use Linux or macOS on x64 or arm64, or install Node ${NATIVE_TYPESCRIPT_MAJOR} yourself.`,
  );
}

function nodeMajor() {
  return Number(process.versions.node.split('.')[0]);
}

/** Runs the entry, hands it every signal, ends as it ended. */
function runEntry(node, args) {
  const path = [bin, process.env.PATH].filter(Boolean).join(delimiter);
  const child = spawn(node, args, {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, PATH: path },
  });
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
  endWithNpm(child);
  child.on('error', (error) => fail(`${node} could not be started: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

/** npm killed with -9 cannot pass that on, and would leave everything below it running. */
function endWithNpm(child) {
  if (!process.env.npm_lifecycle_event) return;
  const before = findNpm();
  setInterval(() => findNpm() === before || child.kill('SIGTERM'), 1000).unref();
}

/** Our parent, or the shell between us and npm and that shell's parent. */
function findNpm() {
  try {
    const stat = readFileSync(`/proc/${process.ppid}/stat`, 'utf8');
    const grandparent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
    return `${process.ppid} ${grandparent}`;
  } catch {
    // No /proc: macOS, whose shell makes way for us.
    return `${process.ppid}`;
  }
}

if (nodeMajor() < NODE_MAJOR_MIN) {
  fail(`Node ${process.versions.node} is too old: install Node ${NODE_MAJOR_MIN} or newer and try again.`);
}
if (!['linux', 'darwin'].includes(process.platform)) {
  fail(`Continuo runs on Linux and macOS, not on ${process.platform}: on Windows, use it inside WSL 2.`);
}
await ensurePackages();
runEntry(findNode(), process.argv.slice(2));
