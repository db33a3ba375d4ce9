import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { claimDataDir } from './claim-data-dir.ts';
import { readProcessIdentity } from './process-identity.ts';
import { writeStackFile } from './stack-file.ts';

let dataDir: string;
let leftover: ChildProcess;
let pid: number;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'continuo-claim-'));
  leftover = spawn('sleep', ['60'], { stdio: 'ignore' });
  await once(leftover, 'spawn');
  pid = leftover.pid ?? 0;
});

afterEach(() => {
  leftover.kill('SIGKILL');
  rmSync(dataDir, { recursive: true });
});

/** The stack.json of a stack that was killed, with one process in it. */
function writeRecord(identity: string): void {
  writeStackFile(dataDir, {
    url: 'http://127.0.0.1:8000',
    urls: ['http://127.0.0.1:8000'],
    redis_url: 'redis://127.0.0.1:20001',
    database_url: 'postgres://127.0.0.1:20002/continuo',
    pid: 1,
    processes: [{ service: 'redis', pid, port: 20_001, identity }],
  });
}

describe('a folder that a killed stack has left', () => {
  test('is freed of the processes that stack.json names', async () => {
    writeRecord(readProcessIdentity(pid) ?? '');
    const ended = once(leftover, 'exit');
    await claimDataDir(dataDir);
    expect(await ended).toEqual([null, 'SIGTERM']);
  });

  test('costs no process its life that only has a pid of it', async () => {
    writeRecord('some earlier process');
    await claimDataDir(dataDir);
    expect(readProcessIdentity(pid)).toBeDefined();
  });

  test('is usable when its stack.json is not', async () => {
    writeFileSync(join(dataDir, 'stack.json'), '{"url":');
    const release = await claimDataDir(dataDir);
    await expect(claimDataDir(dataDir)).rejects.toThrow(`A stack already runs on ${dataDir}`);
    release();
    await claimDataDir(dataDir);
  });
});
