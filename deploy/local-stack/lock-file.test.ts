import { existsSync, mkdtempSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { takeLock, withLock } from './lock-file.ts';

let folder: string;
let lock: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'continuo-lock-'));
  lock = join(folder, 'lock');
});

afterEach(() => rmSync(folder, { recursive: true }));

describe('a lock', () => {
  test('names its owner to the next until it is given back', () => {
    const giveBack = takeLock(lock);
    if (typeof giveBack !== 'function') throw new Error('the lock was taken');
    expect(takeLock(lock)).toBe(process.pid);
    giveBack();
    expect(existsSync(lock)).toBe(false);
    expect(takeLock(lock)).toBeTypeOf('function');
  });

  test('is taken over from an owner that is gone', () => {
    symlinkSync('999999999 some-identity', lock);
    expect(takeLock(lock)).toBeTypeOf('function');
    expect(readlinkSync(lock)).toMatch(new RegExp(`^${process.pid} `));
  });

  test('is taken over when the pid of its owner now belongs to another program', () => {
    symlinkSync(`${process.pid} another-beginning`, lock);
    expect(takeLock(lock)).toBeTypeOf('function');
  });

  test('lets those who wait for it work one after the other', async () => {
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside--;
    };
    await Promise.all(Array.from({ length: 3 }, () => withLock(lock, 5_000, work)));
    expect(most).toBe(1);
    expect(existsSync(lock)).toBe(false);
  });

  test('is given back when the work fails', async () => {
    await expect(withLock(lock, 5_000, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(existsSync(lock)).toBe(false);
  });

  test('is not waited for without end', async () => {
    expect(takeLock(lock)).toBeTypeOf('function');
    await expect(withLock(lock, 0, () => undefined)).rejects.toThrow(`Process ${process.pid} holds`);
  });
});
