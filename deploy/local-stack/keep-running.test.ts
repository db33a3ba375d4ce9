import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { keepRunning, type KeptProgram, type Program } from './keep-running.ts';
import { makeLeash } from './leash.ts';
import { StackFault } from './stack-fault.ts';

const SAYS_READY = "process.send('ready'); setInterval(() => undefined, 60_000);";
const SAYS_NOTHING = 'setInterval(() => undefined, 60_000);';
const IGNORES_SIGTERM = `process.on('SIGTERM', () => undefined); ${SAYS_READY}`;

interface Kept extends KeptProgram {
  notices: string[];
  /** Resolves with the next notice. */
  nextNotice: () => Promise<string>;
}

/** Keeps a Node that runs this script and is ready when it has sent a message. */
function keep(script: string, options: { restart?: boolean; program?: Partial<Program> } = {}): Kept {
  const folder = mkdtempSync(join(tmpdir(), 'continuo-keep-'));
  const leash = makeLeash();
  const notices: string[] = [];
  let wake: (sentence: string) => void = () => undefined;
  const program: Program = {
    service: 'probe',
    name: 'probe-1',
    logFile: join(folder, 'probe-1.log'),
    spawn: (logFd) =>
      spawn(process.execPath, ['-e', script], { stdio: ['ignore', logFd, logFd, 'ipc'], detached: true }),
    untilReady: async (child: ChildProcess) => {
      await once(child, 'message');
      return 4711;
    },
    readyWithinMs: 30_000,
    stopSignal: 'SIGTERM',
    stopWithinMs: 30_000,
    ...options.program,
  };
  const kept = keepRunning(program, {
    restart: options.restart ?? true,
    leash,
    onChange: () => undefined,
    onNotice: (sentence) => {
      notices.push(sentence);
      wake(sentence);
    },
  });
  onTestFinished(async () => {
    await kept.stop();
    leash.close();
    rmSync(folder, { recursive: true });
  });
  return { ...kept, notices, nextNotice: () => new Promise((resolve) => (wake = resolve)) };
}

function pidOf(kept: KeptProgram): number {
  const pid = kept.pid();
  if (pid === undefined) throw new Error('it is down');
  return pid;
}

describe('a program that is kept running', { timeout: 30_000 }, () => {
  test('is ready when it says so, on the port it names', async () => {
    const kept = keep(SAYS_READY);
    expect(kept.isReady()).toBe(false);
    await kept.whenReady;
    expect(kept.isReady()).toBe(true);
    expect(kept.port()).toBe(4711);
  });

  test('is started again when it dies, and says so', async () => {
    const kept = keep(SAYS_READY);
    await kept.whenReady;
    const pid = pidOf(kept);
    const notice = kept.nextNotice();
    process.kill(pid, 'SIGKILL');
    expect(await notice).toBe(`probe-1 (pid ${pid}) was ended by SIGKILL; starting it again.`);
    expect(kept.hasHad(pid)).toBe(true);
  });

  test('stays down when it dies and restarts are off', async () => {
    const kept = keep("process.on('SIGUSR2', () => process.exit(3)); " + SAYS_READY, { restart: false });
    await kept.whenReady;
    const pid = pidOf(kept);
    const notice = kept.nextNotice();
    process.kill(pid, 'SIGUSR2');
    expect(await notice).toBe(
      `probe-1 (pid ${pid}) ended with exit code 3; it is not started again (RESTART=0).`,
    );
    expect(kept.pid()).toBeUndefined();
  });

  test('is not started again when it says that its configuration is wrong', async () => {
    const script = 'console.error(\'COLOUR is "loud".\'); process.exitCode = 78;';
    await expect(keep(script).whenReady).rejects.toEqual(new StackFault('COLOUR is "loud".'));
  });

  test('fails to start with what it has said last when it ends before it is ready', async () => {
    const script =
      'console.log(\'{"level":"info"}\'); console.error(\'No such host.\'); process.exitCode = 1;';
    await expect(keep(script).whenReady).rejects.toThrow(
      /^probe-1 did not start, see \S+\.\nNo such host\.$/,
    );
  });

  test('fails to start when it never becomes ready', async () => {
    const kept = keep(SAYS_NOTHING, { program: { readyWithinMs: 200 } });
    await expect(kept.whenReady).rejects.toThrow('probe-1 did not start');
    expect(kept.pid()).toBeUndefined();
  });

  test('fails to start when there is no such program', async () => {
    const kept = keep('', {
      program: { spawn: () => spawn('/nowhere/at/all', { stdio: 'ignore' }) },
    });
    await expect(kept.whenReady).rejects.toThrow('probe-1 did not start');
  });

  test('is asked to stop, and stays stopped', async () => {
    const kept = keep(SAYS_READY);
    await kept.whenReady;
    await kept.stop();
    expect(kept.pid()).toBeUndefined();
    expect(kept.notices).toEqual([]);
  });

  test('is killed when it does not stop in time', async () => {
    const kept = keep(IGNORES_SIGTERM, { program: { stopWithinMs: 200 } });
    await kept.whenReady;
    await kept.stop();
    expect(kept.pid()).toBeUndefined();
  });

  test('that is stopped while it starts was never ready', async () => {
    const kept = keep(SAYS_NOTHING);
    await kept.stop();
    await expect(kept.whenReady).rejects.toThrow('probe-1 was stopped before it was ready.');
  });
});
