import { expect, test } from 'vitest';
import { judgeMemory } from './redis-memory.ts';

const infoOf = (used: number, max: number): string =>
  `# Memory\r\nused_memory:${used}\r\nused_memory_human:x\r\nmaxmemory:${max}\r\nmaxmemory_human:x\r\n`;

test('new tasks are shed from the share on, with a sentence', () => {
  expect(judgeMemory(infoOf(699, 1_000), 70)).toBeUndefined();
  expect(judgeMemory(infoOf(700, 1_000), 70)).toBe(
    'Redis has used 70 % of its memory; new tasks are taken below 70 %.',
  );
});

test('a Redis without maxmemory has no limit that anybody could know', () => {
  expect(judgeMemory(infoOf(10_000_000, 0), 70)).toBeUndefined();
});

test('a Redis that does not tell its memory is not taken for a full one', () => {
  expect(judgeMemory('', 70)).toBeUndefined();
});
