import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';

/** Starts `sleep` on a leash, prints its pid, and drops it or not. */
function runParent(then: string): ChildProcess {
  const script = `
    import { spawn } from 'node:child_process';
    import { makeLeash } from ${JSON.stringify(new URL('leash.ts', import.meta.url).href)};
    const leash = makeLeash();
    const child = spawn('sleep', ['60'], { detached: true, stdio: ['ignore', 'inherit', 'ignore'] });
    leash.hold(child.pid, 'SIGTERM');
    ${then}
    process.stdout.write(child.pid + '\\n');
    setInterval(() => undefined, 60_000);
  `;
  return spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function readPid(parent: ChildProcess): Promise<number> {
  if (!parent.stdout) throw new Error('there is no output to read');
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  return Number(line.toString());
}

describe('a process on the leash', () => {
  test('is ended when the one who started it is killed with -9', async () => {
    const parent = runParent('');
    await readPid(parent);
    parent.kill('SIGKILL');
    // Its end of the pipe is held by the child too: it closes when both are gone.
    await once(parent, 'close');
    expect(parent.signalCode).toBe('SIGKILL');
  });

  test('is left alone when it was dropped', async () => {
    const parent = runParent('leash.drop(child.pid); leash.close();');
    const pid = await readPid(parent);
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    expect(process.kill(pid, 0)).toBe(true);
    process.kill(pid, 'SIGKILL');
    await once(parent, 'close');
  });
});
