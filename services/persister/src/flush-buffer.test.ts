import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { encodeData, type StoredEntry } from '@continuo/shared/protocol/entry';
import { emptyProgress } from '@continuo/shared/postgres/task-progress';
import { makeFlushBuffer, type CollectedTask, type FlushBuffer, type FlushedPart } from './flush-buffer.ts';

/** Long enough that only what a test waits for can make a flush due. */
const NEVER_MS = 2 ** 31 - 1;
const TASK_ID = 't0_019aa0c25f3e7d1cb0a1c2d3e4f50617';
let nextSeq: number;

beforeEach(() => {
  nextSeq = 1;
});

function makeTask(): CollectedTask {
  return {
    part: { taskId: TASK_ID, entries: [], progress: emptyProgress(), origin: undefined },
    isEnded: false,
  };
}

function entriesOf(count: number, text = 'x'): StoredEntry[] {
  return Array.from({ length: count }, () => {
    const seq = nextSeq++;
    const data = encodeData({ type: 'chunk', chunk_id: seq, text });
    return { seq, incarnation: 0, type: 'chunk', epoch: 1, at: 1, data };
  });
}

function seqsOf(parts: FlushedPart<CollectedTask>[]): number[][] {
  return parts.map(({ part }) => part.entries.map(({ stored }) => stored.seq));
}

/** Collects what there is room for. */
function collect(buffer: FlushBuffer<CollectedTask>, task: CollectedTask, count: number): void {
  if (buffer.collect(task, entriesOf(count))) throw new Error('the buffer is full');
}

/** Fills it until it takes no more; the promise says when it does again. */
function fill(buffer: FlushBuffer<CollectedTask>, task: CollectedTask): Promise<void> {
  for (let i = 0; i < 1_000; i += 1) {
    const full = buffer.collect(task, entriesOf(64, 'x'.repeat(8_192)));
    if (full) return full;
  }
  throw new Error('it has no bound');
}

/** After everything that can happen without I/O and timers has happened. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  return await Promise.race([promise.then(() => true), nextTurn(false)]);
}

describe('a flush is due', () => {
  test('some time after its first entry', async () => {
    const buffer = makeFlushBuffer({ flushMs: 1, flushEntries: 1_000 });
    collect(buffer, makeTask(), 2);
    expect(seqsOf(await buffer.next())).toEqual([[1, 2]]);
  });

  test('at once when enough entries wait', async () => {
    const buffer = makeFlushBuffer({ flushMs: NEVER_MS, flushEntries: 3 });
    const next = buffer.next();
    collect(buffer, makeTask(), 2);
    expect(await isSettled(next)).toBe(false);
    collect(buffer, makeTask(), 1);
    expect(seqsOf(await next)).toEqual([[1, 2], [3]]);
    buffer.close();
  });

  test('again for what is collected afterwards', async () => {
    const buffer = makeFlushBuffer({ flushMs: NEVER_MS, flushEntries: 1 });
    const task = makeTask();
    collect(buffer, task, 1);
    const [first] = await buffer.next();
    collect(buffer, task, 1);
    const [second] = await buffer.next();
    expect([first?.part.progress.seq, second?.part.progress.seq]).toEqual([1, 2]);
    expect([first?.part.progress.chunksCount, second?.part.progress.chunksCount]).toEqual([1, 2]);
  });

  test('no more once it is closed and empty', async () => {
    const buffer = makeFlushBuffer({ flushMs: NEVER_MS, flushEntries: 1_000 });
    collect(buffer, makeTask(), 1);
    buffer.close();
    expect(seqsOf(await buffer.next())).toEqual([[1]]);
    expect(await buffer.next()).toEqual([]);
  });
});

test('much is flushed in several batches, the longest waiting first, and none is forgotten', async () => {
  const buffer = makeFlushBuffer({ flushMs: NEVER_MS, flushEntries: 1 });
  for (let i = 0; i < 12; i += 1) collect(buffer, makeTask(), 1_000);
  const sizes: number[] = [];
  const seqs: number[] = [];
  while (seqs.length < 12_000) {
    const batch = seqsOf(await buffer.next()).flat();
    sizes.push(batch.length);
    seqs.push(...batch);
  }
  expect(sizes.length).toBeGreaterThan(1);
  expect(seqs).toEqual(Array.from({ length: 12_000 }, (_, i) => i + 1));
});

describe('invariant 11: what is held has a bound', () => {
  test('at the bound it takes no more until what it gave out is written', async () => {
    const buffer = makeFlushBuffer({ flushMs: NEVER_MS, flushEntries: 1 });
    const full = fill(buffer, makeTask());
    const room = buffer.hasRoom();
    const batch = await buffer.next();
    expect(await isSettled(full)).toBe(false);
    expect(await isSettled(room)).toBe(false);
    buffer.release(batch);
    await Promise.all([full, room]);
    expect(buffer.collect(makeTask(), entriesOf(1))).toBeUndefined();
  });

  test('or until the task that filled it is dropped', async () => {
    const buffer = makeFlushBuffer({ flushMs: NEVER_MS, flushEntries: 1 });
    const task = makeTask();
    const full = fill(buffer, task);
    buffer.drop(task);
    await full;
    buffer.close();
    expect(await buffer.next()).toEqual([]);
  });

  test('or until it is closed: nobody waits for a buffer that is gone', async () => {
    const buffer = makeFlushBuffer({ flushMs: NEVER_MS, flushEntries: 1 });
    const full = fill(buffer, makeTask());
    buffer.close();
    expect(await isSettled(Promise.all([full, buffer.hasRoom()]))).toBe(true);
  });
});

test('nothing more is collected of a task that has ended', async () => {
  const buffer = makeFlushBuffer({ flushMs: NEVER_MS, flushEntries: 1 });
  const ended = { ...makeTask(), isEnded: true };
  collect(buffer, ended, 1);
  const task = makeTask();
  collect(buffer, task, 1);
  expect((await buffer.next()).map((flushed) => flushed.task)).toEqual([task]);
});
