import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openLog, readSentences, type LogFile } from './log-file.ts';

let folder: string;
let path: string;
let log: LogFile | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'continuo-log-'));
  path = join(folder, 'logs/gateway-1.log');
});

afterEach(() => {
  log?.close();
  rmSync(folder, { recursive: true });
});

describe('a log', () => {
  test('grows from one start to the next', () => {
    openLog(path).close();
    writeFileSync(path, 'from before\n');
    log = openLog(path);
    expect(log.startsAt).toBe('from before\n'.length);
  });

  test('that is too long at a start is put aside', () => {
    openLog(path).close();
    truncateSync(path, 10_000_001);
    log = openLog(path);
    expect(statSync(path).size).toBe(0);
    expect(existsSync(`${path}.1`)).toBe(true);
  });

  test('holds for people what is neither JSON nor a stack trace, since the last start', () => {
    openLog(path).close();
    writeFileSync(path, 'An old sentence.\n');
    log = openLog(path);
    appendFileSync(path, '{"level":"info"}\n\nPORT is "x".\n    at main (main.ts:1:1)\nNode.js v26.10.0\n');
    expect(readSentences(log)).toEqual(['PORT is "x".']);
  });
});
