import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

function startProcess(env: Record<string, string> = {}): ChildProcess {
  const child = fork(MAIN, { env: { PATH: process.env['PATH'], ...env }, silent: true, execArgv: [] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function readyPort(child: ChildProcess): Promise<number> {
  const [message] = await once(child, 'message');
  expect(message).toEqual({ type: 'ready', port: expect.any(Number) });
  return message.port;
}

/** Leaves an answer streaming that would take minutes. */
async function startAnswer(port: number): Promise<void> {
  await fetch(`http://127.0.0.1:${port}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: 'Bearer any' },
    body: JSON.stringify({
      model: 'sim-writer@tokens=9000',
      stream: true,
      messages: [{ role: 'user', content: 'Explain logs' }],
    }),
  });
}

test('the process says ready with its port and ends at once with 0 on SIGTERM, answers streaming or not', async () => {
  const child = startProcess();
  await startAnswer(await readyPort(child));
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('it ends with 0 when its parent has gone', async () => {
  const child = startProcess();
  await readyPort(child);
  child.disconnect();
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('every fault of its configuration is a sentence on stderr, and the exit is 78', async () => {
  const child = startProcess({ PORT: 'eighty', SIMULATOR_TOKENS_PER_SECOND: '-1' });
  if (!child.stderr) throw new Error('no stderr');
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  expect(code).toBe(78);
  expect(said.trim().split('\n')).toEqual([
    expect.stringContaining('PORT is "eighty"'),
    expect.stringContaining('SIMULATOR_TOKENS_PER_SECOND is "-1"'),
  ]);
});

test('a port that is taken is a sentence on stderr', async () => {
  const port = await readyPort(startProcess());
  const second = startProcess({ PORT: String(port) });
  if (!second.stderr) throw new Error('no stderr');
  const [said, [code]] = await Promise.all([text(second.stderr), once(second, 'exit')]);
  expect(code).toBeGreaterThan(0);
  expect(said).toContain(String(port));
});
