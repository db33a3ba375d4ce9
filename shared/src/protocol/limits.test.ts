import { expect, test } from 'vitest';
import {
  BODY_BYTES_MAX,
  CACHED_ANSWER_CHARS_MAX,
  CHUNK_CHARS_MAX,
  ENTRIES_PER_APPEND_MAX,
  ENTRIES_PER_TASK_MAX,
  IDEMPOTENCY_KEY_CHARS_MAX,
  MESSAGE_CHARS_MAX,
} from './limits.ts';
import { idempotencyKeySchema } from './http-api.ts';
import { parseSeq } from './cursor.ts';

test('a cached answer is submitted with no more entries than one append may have', () => {
  const acceptedCacheHitAndCompleted = 3;
  // A piece may be a character short, where it would end inside a surrogate pair.
  const chunks = Math.ceil(CACHED_ANSWER_CHARS_MAX / (CHUNK_CHARS_MAX - 1));
  expect(chunks + acceptedCacheHitAndCompleted).toBeLessThanOrEqual(ENTRIES_PER_APPEND_MAX);
});

test('a message of the greatest length fits into a body', () => {
  expect(MESSAGE_CHARS_MAX).toBeLessThan(BODY_BYTES_MAX);
});

test('the seq of the last entry a task may have is a cursor', () => {
  expect(parseSeq(String(ENTRIES_PER_TASK_MAX))).toBe(ENTRIES_PER_TASK_MAX);
});

test('an idempotency key is printable ASCII, up to its bound', () => {
  const longest = '~'.repeat(IDEMPOTENCY_KEY_CHARS_MAX);
  expect(idempotencyKeySchema.safeParse(longest).success).toBe(true);
  for (const key of ['', `${longest}~`, 'a b', 'a\n', 'é', 'a\u0000']) {
    expect(idempotencyKeySchema.safeParse(key).success).toBe(false);
  }
});
