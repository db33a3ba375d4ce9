import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { writeStackFile } from '../local-stack/stack-file.ts';
import { findStackUrl } from './find-stack-url.ts';

function makeDataDir(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'continuo-dead-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true }));
  return dataDir;
}

test('CONTINUO_URL comes first', () => {
  expect(findStackUrl({ CONTINUO_URL: 'https://chat.example/', DATA_DIR: makeDataDir() })).toBe(
    'https://chat.example',
  );
});

test('else the stack of DATA_DIR is meant, as its stack.json says', () => {
  const dataDir = makeDataDir();
  writeStackFile(dataDir, {
    url: 'http://127.0.0.1:1234',
    urls: ['http://127.0.0.1:1234'],
    redis_url: 'redis://127.0.0.1:1',
    database_url: 'postgres://127.0.0.1:2/continuo',
    pid: 1,
    processes: [],
  });
  expect(findStackUrl({ DATA_DIR: dataDir, CONTINUO_URL: '' })).toBe('http://127.0.0.1:1234');
});

test('else the address that npm start takes when it is not told', () => {
  expect(findStackUrl({ DATA_DIR: makeDataDir() })).toBe('http://127.0.0.1:8000');
});

test.each(['127.0.0.1:8000', 'ftp://x', 'http://'])('a CONTINUO_URL of %j is told to be none', (url) => {
  expect(() => findStackUrl({ CONTINUO_URL: url })).toThrow(/^CONTINUO_URL is ".*": it must look like http/);
});
