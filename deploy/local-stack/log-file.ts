import { closeSync, fstatSync, mkdirSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** A log that is larger when its process starts is put aside as `<file>.1`; the one before that goes. */
const LOG_BYTES_MAX = 10_000_000;
const TAIL_BYTES_MAX = 8_000;

export interface LogFile {
  path: string;
  /** To be given to one child as its stdout and stderr. */
  fd: number;
  /** Where what this child writes begins. */
  startsAt: number;
  close: () => void;
}

export function openLog(path: string): LogFile {
  mkdirSync(dirname(path), { recursive: true });
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > LOG_BYTES_MAX) renameSync(path, `${path}.1`);
  const fd = openSync(path, 'a');
  return { path, fd, startsAt: fstatSync(fd).size, close: () => closeSync(fd) };
}

/** JSON, a stack trace, or what Node prints under one. */
const NOT_FOR_PEOPLE = /^([\s{}]|Node\.js v)|^$/;

/** The sentences for people among the lines written since `startsAt`. */
export function readSentences(log: LogFile): string[] {
  const fd = openSync(log.path, 'r');
  try {
    const from = Math.max(log.startsAt, fstatSync(fd).size - TAIL_BYTES_MAX);
    const buffer = Buffer.alloc(TAIL_BYTES_MAX);
    const text = buffer.toString('utf8', 0, readSync(fd, buffer, 0, TAIL_BYTES_MAX, from));
    return text.split('\n').filter((line) => !NOT_FOR_PEOPLE.test(line));
  } finally {
    closeSync(fd);
  }
}
