import { expect, test } from 'vitest';
import { isSeen, noteSeen, parseSeen, type SeenRecord } from './seen-record.ts';

const NEW: SeenRecord = { floor: 100, seen: [] };

test('what ended before the first visit counts as seen', () => {
  expect(isSeen(NEW, 'a', 100)).toBe(true);
  expect(isSeen(NEW, 'a', 101)).toBe(false);
});

test('an answer is seen once its conversation was looked at after its end', () => {
  const record = noteSeen(NEW, 'a', 200);
  expect(isSeen(record, 'a', 200)).toBe(true);
  expect(isSeen(record, 'a', 201)).toBe(false);
  expect(isSeen(record, 'b', 200)).toBe(false);
});

test('looking at it again takes nothing back', () => {
  expect(isSeen(noteSeen(noteSeen(NEW, 'a', 200), 'a', 150), 'a', 200)).toBe(true);
});

test('what is forgotten counts as seen', () => {
  let record = NEW;
  for (let at = 1_000; at < 1_400; at += 1) record = noteSeen(record, `c${at}`, at);
  expect(record.seen).toHaveLength(300);
  expect(isSeen(record, 'c1000', 1_000)).toBe(true);
  expect(isSeen(record, 'c1399', 1_399)).toBe(true);
  expect(isSeen(record, 'other', 1_100)).toBe(false);
});

test('what an earlier visit kept is read, unless it is something else', () => {
  const record = noteSeen(NEW, 'a', 200);
  expect(parseSeen(JSON.stringify(record))).toEqual(record);
  expect([undefined, 'x', '{}', '7', '{"floor":1}'].map(parseSeen)).toEqual(Array(5).fill(undefined));
});
