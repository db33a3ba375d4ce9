import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { findFreePort } from '@continuo/deploy/local-stack/free-port';
import { readProcessIdentity } from '@continuo/deploy/local-stack/process-identity';
import { removeDataDir } from '@continuo/deploy/local-stack/remove-data-dir';
import { readStackFile, type StackRecord } from '@continuo/deploy/local-stack/stack-file';
import { startStack, type Stack } from '@continuo/deploy/local-stack/start-stack';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { generate, getResult, readToTheEnd } from '../support/api.ts';
import { makeDataDir } from '../support/data-dir.ts';
import { eventually } from '../support/eventually.ts';
import { runNpmStart, type StartCommand } from '../support/npm-start.ts';

/** Answers come at once. */
const QUICKLY = { SIMULATOR_TOKENS_PER_SECOND: '100000' };
const READY = /^Continuo is ready: http:\S+$/m;

let dataDir: string;
let port: string;

beforeEach(async (context) => {
  dataDir = makeDataDir();
  // Registered first, run last: after what the test started on it was stopped.
  context.onTestFinished(() => removeDataDir(dataDir));
  port = String(await findFreePort());
});

/** `npm start` on the test's folder and port; killed, if it must be, when the test is over. */
function npmStart(env: Readonly<Record<string, string>> = {}): StartCommand {
  const command = runNpmStart({ PORT: port, DATA_DIR: dataDir, ...QUICKLY, ...env });
  onTestFinished(async () => {
    if (isRunning(command.pid)) process.kill(command.pid, 'SIGTERM');
    await command.ended;
  });
  return command;
}

/** What it says before it ends with exit code 1. */
async function refusalOf(env: Readonly<Record<string, string>>): Promise<string> {
  const command = npmStart(env);
  expect(await command.ended).toBe(1);
  return command.output();
}

function readRecord(): StackRecord {
  const record = readStackFile(dataDir);
  if (!record) throw new Error('there is no stack.json');
  return record;
}

/** Nobody need have reaped a process that has ended. */
function isRunning(pid: number): boolean {
  return readProcessIdentity(pid) !== undefined;
}

async function untilGone(pids: readonly number[]): Promise<void> {
  await eventually(
    async () => pids.filter(isRunning),
    (left) => left.length === 0,
  );
}

async function stackOf(options: { dataDir: string }): Promise<Stack> {
  const stack = await startStack({ port: 0, env: QUICKLY, ...options });
  onTestFinished(stack.stop);
  return stack;
}

describe('npm start', () => {
  test('prints one URL and ready, tells in stack.json what runs, and leaves nothing behind on SIGTERM', async () => {
    const command = npmStart({ GATEWAYS: '2', GENERATORS: '2', PERSISTERS: '2' });
    await command.untilPrinted(READY);
    expect(command.output().match(/http:\S+/g)).toEqual([`http://127.0.0.1:${port}`]);

    const record = readRecord();
    expect(record).toMatchObject({ pid: command.pid, url: `http://127.0.0.1:${port}` });
    const services = record.processes.map(({ service }) => service).toSorted();
    expect(services.join(' ')).toBe(
      'gateway gateway generator generator persister persister postgres redis simulator',
    );
    expect(record.urls).toHaveLength(2);
    for (const url of record.urls) expect((await fetch(`${url}/health/ready`)).status).toBe(200);

    process.kill(command.pid, 'SIGTERM');
    expect(await command.ended).toBe(0);
    expect(record.processes.filter(({ pid }) => isRunning(pid))).toEqual([]);
    expect(readStackFile(dataDir)).toBeUndefined();
  });

  test('says on a folder where a stack runs that one does, and leaves that one alone', async () => {
    const first = npmStart();
    await first.untilPrinted(READY);
    const { pid, url, processes } = readRecord();
    const second = npmStart({ PORT: String(await findFreePort()) });
    expect(await second.ended).toBe(1);
    expect(second.output()).toBe(
      `A stack already runs on ${dataDir} (pid ${pid}, ${url}): use that one, or start this one with another PORT and DATA_DIR.\n`,
    );
    expect(readRecord().processes).toEqual(processes);
  });

  test('killed with -9 leaves no process, and started again finds its data', async () => {
    const first = npmStart();
    await first.untilPrinted(READY);
    const { processes } = readRecord();
    const url = `http://127.0.0.1:${port}`;
    const task = await generate(url, { prompt: 'What survives?' });
    await readToTheEnd([url], task.task_id);
    const before = await getResult(url, task.task_id);

    process.kill(first.pid, 'SIGKILL');
    expect(await first.ended).toBe('SIGKILL');
    await untilGone(processes.map(({ pid }) => pid));

    const second = npmStart();
    await second.untilPrinted(READY);
    expect(await getResult(url, task.task_id)).toEqual(before);
  });

  test('says in one sentence what to do about a port in use', async () => {
    const occupied = createServer().listen(Number(port), '127.0.0.1');
    onTestFinished(() => void occupied.close());
    await once(occupied, 'listening');
    expect(await refusalOf({})).toBe(
      `Port ${port} is in use by another program: end that one, or choose another port (PORT=${Number(port) + 1}).\n`,
    );
  });

  test('says in one sentence what to do about a folder that cannot be used', async () => {
    const file = join(dataDir, 'file');
    writeFileSync(file, '');
    expect(await refusalOf({ DATA_DIR: file })).toBe(
      `${file} is not a folder: choose another name (DATA_DIR=...).\n`,
    );
    expect(await refusalOf({ DATA_DIR: '/dev/null/data' })).toBe(
      '/dev/null/data is not a folder: choose another name (DATA_DIR=...).\n',
    );
  });

  test('says in one sentence what to do about a store that does not answer', async () => {
    expect(await refusalOf({ REDIS_URL: `redis://127.0.0.1:${port}` })).toContain(
      `Nothing answers at 127.0.0.1:${port}, to which REDIS_URL points: start it there, or leave REDIS_URL out for a private one.\n`,
    );
  });

  test('tells every fault of its own variables, and each fault of a service once', async () => {
    const own = npmStart({ PORT: 'x', RESTART: 'maybe' });
    expect(await own.ended).toBe(1);
    expect(own.output()).toBe(
      'PORT is "x": it must be a whole number.\nRESTART is "maybe": it must be 0 or 1.\n',
    );

    const services = npmStart({ GENERATORS: '2', PARTITIONS: 'many', HEARTBEAT_MS: 'slow' });
    expect(await services.ended).toBe(1);
    const lines = services.output().trimEnd().split('\n');
    expect(lines.filter((line) => line.includes('"many"'))).toHaveLength(1);
    expect(lines.filter((line) => line.includes('"slow"'))).toHaveLength(1);
  });
});

describe('a stack', () => {
  test('runs beside another with its own port, folder and stores', async () => {
    const otherDir = makeDataDir();
    onTestFinished(() => removeDataDir(otherDir));
    const [one, other] = await Promise.all([stackOf({ dataDir }), stackOf({ dataDir: otherDir })]);
    const task = await generate(one.url, { prompt: 'Only here' });
    await readToTheEnd([one.url], task.task_id);
    expect((await fetch(`${one.url}/api/chat/status/${task.task_id}`)).status).toBe(200);
    expect((await fetch(`${other.url}/api/chat/status/${task.task_id}`)).status).toBe(404);

    await other.stop();
    expect((await fetch(`${one.url}/health/ready`)).status).toBe(200);
  });

  test('starts each process that is killed with -9 again, on the same port, and no other', async () => {
    const stack = await stackOf({ dataDir });
    for (const { service, pid, port: portBefore } of stack.processes()) {
      const others = stack.processes().filter((process) => process.service !== service);
      process.kill(pid, 'SIGKILL');
      const next = await stack.waitForProcess(service, pid);
      expect(next).toEqual({ service, pid: expect.any(Number), port: portBefore });
      expect(next.pid).not.toBe(pid);
      expect(stack.processes()).toEqual(expect.arrayContaining(others));
    }
    const task = await generate(stack.url, { prompt: 'Still there?' });
    await readToTheEnd([stack.url], task.task_id);
    expect(readRecord().processes.map(({ pid }) => pid)).toEqual(stack.processes().map(({ pid }) => pid));
  });

  test('leaves a process down that dies when restarts are off', async () => {
    const notices: string[] = [];
    const stack = await startStack({
      port: 0,
      dataDir,
      restart: false,
      services: ['simulator'],
      onProgress: (sentence) => notices.push(sentence),
    });
    onTestFinished(stack.stop);
    const { pid } = stack.process('simulator');
    process.kill(pid, 'SIGKILL');
    await eventually(
      async () => readRecord().processes.map(({ service }) => service),
      (services) => !services.includes('simulator'),
    );
    expect(notices).toContain(
      `simulator-1 (pid ${pid}) was ended by SIGKILL; it is not started again (RESTART=0).`,
    );
  });
});
