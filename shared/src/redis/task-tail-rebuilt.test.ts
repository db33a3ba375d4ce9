import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { GENERATORS } from './keys.ts';
import { ensureGroup } from './request-stream.ts';
import { readLogHead, readTaskStream } from './task-stream.ts';
import { TaskTail, type TaskTailOptions } from './task-tail.ts';
import type { TaskRef } from './transitions.ts';
import { startReader } from './testing/start-reader.ts';
import { startWriter, type TestWriter } from './testing/start-writer.ts';
import { chunk, hold, LEASE_MS, readLog, restoreArgs } from './testing/test-task.ts';
import { useRedis } from './testing/use-redis.ts';

/** A bound for hanging tests, not a measure of speed. */
const TIMEOUT_MS = 20_000;

const store = useRedis();
let tail: TaskTail;

beforeEach(() => {
  tail = makeTail();
});

afterEach(() => {
  tail.close();
});

function makeTail(overrides: Partial<TaskTailOptions> = {}): TaskTail {
  return new TaskTail({
    subscriber: store.connect('subscriber'),
    readLog: (taskId, afterSeq) => readTaskStream(store.redis, taskId, afterSeq),
    readHead: (taskId) => readLogHead(store.redis, taskId),
    onError: (error) => {
      throw error;
    },
    ...overrides,
  });
}

function seqsFrom(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

describe('invariant 4: a log that was rebuilt', { timeout: TIMEOUT_MS }, () => {
  test('is told to a reader that is ahead of it, with the cursor to go on from', async () => {
    const writer = await writeChunks(5);
    const reader = startReader(tail, writer.task);
    await reader.has(7);
    await rebuild(writer.task, 4);
    expect(await reader.ended).toEqual({ tag: 'rewound', to: { seq: 4, incarnation: 1 } });
    expect(reader.seqs).toEqual(seqsFrom(1, 7));
  });

  test('is told also when it has grown as long again', async () => {
    tail.close();
    // What comes is heard: the watchdog finds nothing.
    tail = makeTail({ readHead: async () => ({ seq: 0, incarnation: 0 }) });
    const writer = await writeChunks(5);
    const reader = startReader(tail, writer.task);
    await reader.has(7);
    await rebuild(writer.task, 4);
    await writeOn(writer.task, 4, 6);
    expect(await reader.ended).toEqual({ tag: 'rewound', to: { seq: 4, incarnation: 1 } });
    expect(reader.seqs).toEqual(seqsFrom(1, 7));
  });

  test('goes on for a reader that lost nothing', async () => {
    const writer = await writeChunks(5);
    const reader = startReader(tail, writer.task);
    await reader.has(7);
    await rebuild(writer.task, 7);
    const head = await writeOn(writer.task, 7, 3);
    await reader.has(head);
    expect(reader.seqs).toEqual(seqsFrom(1, head));
    reader.abort();
  });

  test('goes on for a reader that comes back with the cursor it was given', async () => {
    const writer = await writeChunks(5);
    await rebuild(writer.task, 4);
    const reader = startReader(tail, writer.task, { seq: 4, incarnation: 1 });
    const head = await writeOn(writer.task, 4, 3);
    await reader.has(head);
    expect(reader.seqs).toEqual(seqsFrom(5, head));
    reader.abort();
  });
});

async function writeChunks(count: number): Promise<TestWriter> {
  const writer = await startWriter(store);
  for (let i = 0; i < count; i += 1) await writer.write(chunk(i));
  return writer;
}

/** Redis loses all it has; the task comes back with its first `head` entries. */
async function rebuild(task: TaskRef, head: number): Promise<void> {
  const entries = (await readLog(store.redis, task)).slice(0, head);
  await store.redis.flushdb();
  const { tag } = await store.transitions.restore(task, restoreArgs({ head }), entries);
  expect(tag).toBe('restored');
}

/** Another holder adds chunks. Returns the last seq. */
async function writeOn(task: TaskRef, head: number, chunks: number): Promise<number> {
  await ensureGroup(store.redis, 0, GENERATORS);
  const fence = await hold(store.transitions, task, { head, incarnation: 1 });
  const drafts = seqsFrom(1, chunks).map((id) => chunk(id, 'other '));
  await store.transitions.append(task, { ...fence, from: head + 2, leaseMs: LEASE_MS }, drafts);
  return head + 1 + chunks;
}
