import { expect, test } from 'vitest';
import type { LoggedEntry } from '../events/logged-entry.ts';
import { textSoFar } from './text-so-far.ts';

function makeLog(...entries: Pick<LoggedEntry, 'type' | 'data'>[]): LoggedEntry[] {
  return entries.map((entry, index) => {
    const seq = index + 1;
    return { id: `${seq}-0`, seq, incarnation: 0, epoch: 1, at: seq, ...entry };
  });
}

const chunk = (text: string) => ({ type: 'chunk' as const, data: { text } });
const attempt = (kept: number) => ({ type: 'attempt_started' as const, data: { kept_chunks: kept } });
const ACCEPTED = { type: 'accepted' as const, data: {} };

test('the text of a log is that of its chunks', () => {
  expect(textSoFar(makeLog(ACCEPTED, attempt(0), chunk('Water '), chunk('boils')))).toBe('Water boils');
});

test('an attempt keeps the chunks that it says, and no others', () => {
  const log = makeLog(ACCEPTED, attempt(0), chunk('Water '), chunk('boils'), attempt(1), chunk('freezes'));
  expect(textSoFar(log)).toBe('Water freezes');
});

test('a log whose beginning is not known has no text that anybody could tell', () => {
  expect(textSoFar(makeLog(ACCEPTED, chunk('a'), chunk('b')).slice(2))).toBeUndefined();
  expect(textSoFar([])).toBe('');
});
