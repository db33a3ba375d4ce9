import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';

const FIXTURE = fileURLToPath(new URL('testing/fixture-service.ts', import.meta.url));

interface TestProcess {
  child: ChildProcess;
  exited: Promise<unknown[]>;
  messages: unknown[];
  stdout: Promise<string>;
  stderr: Promise<string>;
}

function start(fixture = '', more: Record<string, string> = {}): TestProcess {
  const env = { PATH: process.env['PATH'], FIXTURE: fixture, ...more };
  const child = fork(FIXTURE, { env, silent: true, execArgv: [] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const messages: unknown[] = [];
  child.on('message', (message) => messages.push(message));
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error('no pipes');
  return { child, exited: once(child, 'exit'), messages, stdout: text(stdout), stderr: text(stderr) };
}

async function startReady(fixture = ''): Promise<TestProcess> {
  const started = start(fixture);
  await once(started.child, 'message');
  return started;
}

describe('a service', { timeout: 30_000 }, () => {
  test('says to its parent that it is ready, and on which port', async () => {
    const { messages } = await startReady();
    expect(messages).toEqual([{ type: 'ready', port: 4711 }]);
  });

  test.each(['SIGTERM', 'SIGINT'] as const)('drains once on %s and exits with 0', async (signal) => {
    const { child, exited, messages } = await startReady();
    child.kill(signal);
    child.kill(signal === 'SIGTERM' ? 'SIGINT' : 'SIGTERM');
    expect(await exited).toEqual([0, null]);
    expect(messages.slice(1)).toEqual([{ drains: 1 }]);
  });

  test('drains when its parent is gone', async () => {
    const { child, exited } = await startReady();
    child.disconnect();
    expect(await exited).toEqual([0, null]);
  });

  test.skipIf(!existsSync('/dev/full'))(
    'fault 40: lives and drains where its log cannot be written',
    async () => {
      const full = openSync('/dev/full', 'w');
      const child = spawn(process.execPath, [FIXTURE], { stdio: ['ignore', full, 'ignore', 'ipc'] });
      closeSync(full);
      onTestFinished(() => void child.kill('SIGKILL'));
      await once(child, 'message');
      child.kill('SIGTERM');
      expect(await once(child, 'exit')).toEqual([0, null]);
    },
  );

  test('says in a sentence that LOG_LEVEL is wrong and exits with 78', async () => {
    const { exited, stderr } = start('', { LOG_LEVEL: 'loud' });
    expect(await exited).toEqual([78, null]);
    expect(await stderr).toBe(
      'LOG_LEVEL is "loud": it must be one of trace, debug, info, warn, error, fatal, silent.\n',
    );
  });

  test('whose drain fails exits with 1 and says why', async () => {
    const { child, exited, stdout } = await startReady('failed drain');
    child.kill('SIGTERM');
    expect(await exited).toEqual([1, null]);
    expect(await stdout).toContain('could not drain');
  });

  test('with a defect dies at once, without a drain: another goes on from the log', async () => {
    const { exited, stdout, messages } = start('defect');
    expect(await exited).toEqual([1, null]);
    expect(await stdout).toContain('nobody heard this');
    expect(messages).not.toContainEqual({ drains: 1 });
  });

  test('tells of an error where it went wrong, and nothing of what was in the command that failed', async () => {
    const { stdout, exited } = start('defect');
    expect(await exited).toEqual([1, null]);
    const lines = (await stdout)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    const err = {
      name: 'Error',
      message: 'nobody heard this',
      stack: expect.stringContaining('fixture-service.ts') as string,
      cause: expect.objectContaining({ message: 'its cause' }) as object,
    };
    expect(lines).toContainEqual(expect.objectContaining({ level: 'fatal', service: 'fixture', err }));
    expect(await stdout).not.toContain('text of an answer');
  });

  test('whose environment is wrong tells each fault in a line and exits with 78: starting again will not help', async () => {
    const { exited, stderr } = start('wrong configuration');
    expect(await exited).toEqual([78, null]);
    expect(await stderr).toBe('PORT is wrong.\nHOST is wrong.\n');
  });

  test('that cannot start says why in a sentence and exits with 1', async () => {
    const { exited, stderr } = start('failed start');
    expect(await exited).toEqual([1, null]);
    expect(await stderr).toBe('The service did not start: the store is away\n');
  });
});
