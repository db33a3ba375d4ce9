import { setImmediate as turn } from 'node:timers/promises';
import type { EntryDraft } from '@continuo/shared/protocol/entry';
import { decodeEntry } from '@continuo/shared/protocol/entry';
import { answerText, foldTask } from '@continuo/shared/protocol/fold-task';
import { CHUNK_CHARS_MAX, ENTRIES_PER_APPEND_MAX } from '@continuo/shared/protocol/limits';
import { cleanText } from '@continuo/shared/protocol/text';
import type { AppendReply, Fence, TaskRef } from '@continuo/shared/redis/transitions';
import { chunk, hold, LEASE_MS, readLog, runOut, submitHeld } from '@continuo/shared/redis/testing/test-task';
import { useRedis } from '@continuo/shared/redis/testing/use-redis';
import { describe, expect, test } from 'vitest';
import { StopSignal } from './held-task.ts';
import { LogWriter } from './log-writer.ts';

const store = useRedis();

type Append = (from: number, drafts: readonly EntryDraft[]) => Promise<AppendReply>;

interface Writing {
  task: TaskRef;
  fence: Fence;
  writer: LogWriter;
  stop: StopSignal;
  /** How many drafts each append had. */
  appends: number[];
  errors: unknown[];
}

/** A writer on the log of a held task. `wrap` stands between it and Redis. */
async function startWriting(wrap: (append: Append) => Append = (append) => append): Promise<Writing> {
  const { task, fence } = await submitHeld(store.transitions);
  const stop = new StopSignal();
  const appends: number[] = [];
  const errors: unknown[] = [];
  const append = wrap((from, drafts) => {
    appends.push(drafts.length);
    return store.transitions.append(task, { ...fence, from, leaseMs: LEASE_MS }, drafts);
  });
  const onError = (error: unknown): void => void errors.push(error);
  const writer = new LogWriter({ append, headSeq: 2, nextChunkId: 0, stop, onError });
  return { task, fence, writer, stop, appends, errors };
}

interface WrittenChunk {
  chunk_id: number;
  text: string;
  provider_cursor?: string;
}

async function readChunks(task: TaskRef): Promise<WrittenChunk[]> {
  const log = await readLog(store.redis, task);
  return log.filter((entry) => entry.type === 'chunk').map((entry) => JSON.parse(entry.data) as WrittenChunk);
}

async function readText(task: TaskRef): Promise<string> {
  return (await readChunks(task)).map(({ text }) => text).join('');
}

/** Holds every append up until it is opened. */
function makeGate(): { wrap: (append: Append) => Append; reached: Promise<void>; open: () => void } {
  const reached = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  return {
    wrap: (append) => async (from, drafts) => {
      reached.resolve();
      await opened.promise;
      return append(from, drafts);
    },
    reached: reached.promise,
    open: opened.resolve,
  };
}

describe('what is written', () => {
  test('within one turn of the event loop travels together: one append, one chunk', async () => {
    const { task, writer, appends } = await startWriting();
    for (const text of ['Why', ' is', ' it', ' blue?']) writer.writeText(text);
    expect(await writer.flush()).toBe(true);
    expect(appends).toEqual([1]);
    expect(await readChunks(task)).toEqual([{ chunk_id: 0, text: 'Why is it blue?' }]);
    expect(writer.headSeq).toBe(3);
  });

  test('while an append is under way travels together in the next', async () => {
    const gate = makeGate();
    const { task, writer, appends } = await startWriting(gate.wrap);
    writer.writeText('a');
    await gate.reached;
    for (const text of ['b', 'c', 'd']) {
      writer.writeText(text);
      await turn();
    }
    gate.open();
    await writer.flush();
    expect(appends).toEqual([1, 1]);
    expect((await readChunks(task)).map(({ text }) => text)).toEqual(['a', 'bcd']);
  });

  test('goes out in appends of no more entries than one may have', async () => {
    const { task, writer, appends } = await startWriting();
    for (let i = 0; i < 150; i += 1) writer.writeChunk(`${i} `, String(i));
    await writer.flush();
    expect(appends).toEqual([ENTRIES_PER_APPEND_MAX, ENTRIES_PER_APPEND_MAX, 22]);
    expect((await readChunks(task)).map(({ chunk_id }) => chunk_id)).toEqual(
      Array.from({ length: 150 }, (_, i) => i),
    );
  });

  test('keeps its order, text and other entries alike', async () => {
    const { task, writer } = await startWriting();
    writer.writeText('a');
    writer.write({ type: 'provider_handle', handle: 'h' });
    writer.writeText('b');
    writer.writeChunk('c', '9');
    writer.writeText('d');
    await writer.flush();
    const log = (await readLog(store.redis, task)).slice(2);
    expect(log.map((entry) => entry.type)).toEqual(['chunk', 'provider_handle', 'chunk', 'chunk', 'chunk']);
    expect(await readText(task)).toBe('abcd');
  });

  test('goes out without another push, at whatever moment of an append it comes', async () => {
    for (let microtasks = 0; microtasks < 12; microtasks += 1) {
      const replied = Promise.withResolvers<void>();
      const sent = Promise.withResolvers<void>();
      let calls = 0;
      const { writer } = await startWriting((append) => async (from, drafts) => {
        const reply = await append(from, drafts);
        if (calls++ === 0) replied.resolve();
        else sent.resolve();
        return reply;
      });
      writer.writeText('a');
      await replied.promise;
      for (let i = 0; i < microtasks; i += 1) await Promise.resolve();
      writer.writeText('b');
      await sent.promise;
      expect(await writer.flush()).toBe(true);
      expect(writer.headSeq).toBe(4);
    }
  });

  test('is nothing when nothing was given', async () => {
    const { writer, appends } = await startWriting();
    writer.writeText('');
    await writer.flush();
    expect(appends).toEqual([]);
  });
});

describe('text', () => {
  test('that is long is cut into chunks; only the last has the cursor of its end', async () => {
    const { task, writer } = await startWriting();
    const text = '\u{1F9ED}'.repeat(CHUNK_CHARS_MAX);
    writer.writeText(text, '7');
    await writer.flush();
    const chunks = await readChunks(task);
    expect(chunks.map((written) => written.text).join('')).toBe(text);
    expect(chunks.map((written) => written.provider_cursor)).toEqual([undefined, '7']);
    expect(chunks.every((written) => written.text.length <= CHUNK_CHARS_MAX)).toBe(true);
  });

  test('keeps a pair whole that comes in two parts, and promises no half with a cursor', async () => {
    const { task, writer } = await startWriting();
    writer.writeText('a', '1');
    writer.writeText('b\uD83E', '2');
    await turn();
    await turn();
    writer.writeText('\uDDEDc', '3');
    await writer.flush();
    const chunks = await readChunks(task);
    expect(chunks.map(({ text }) => text).join('')).toBe('ab\u{1F9ED}c');
    expect(chunks.find(({ text }) => text === 'ab')?.provider_cursor).toBeUndefined();
    expect(chunks.at(-1)?.provider_cursor).toBe('3');
  });

  test('that ends with half a pair ends with U+FFFD', async () => {
    const { task, writer } = await startWriting();
    writer.writeText('a\uD83E');
    await writer.flush();
    expect(await readText(task)).toBe('a\uFFFD');
  });

  test('has no NUL and no lone half in the log', async () => {
    const { task, writer } = await startWriting();
    writer.writeText('a\0b\uDDEDc');
    await writer.flush();
    expect(await readText(task)).toBe('a\uFFFDb\uFFFDc');
  });

  test('comes out whole however its parts fall and whenever they come', async () => {
    const { task, writer } = await startWriting();
    const units = Array.from('The \u{1F9ED} of \u{1F469}\u200D\u{1F680} and\nso on. '.repeat(60))
      .join('')
      .split('');
    for (const [i, unit] of units.entries()) {
      writer.writeText(unit, String(i));
      if (Math.random() < 0.2) await turn();
    }
    await writer.flush();
    const view = foldTask((await readLog(store.redis, task)).map(decodeEntry));
    expect(answerText(view)).toBe(cleanText(units.join('')));
    expect(view.chunks.map(({ chunk_id }) => chunk_id)).toEqual(view.chunks.map((_, i) => i));
  });
});

describe('an append without an answer', () => {
  test('is sent again, and what was stored all the same is not stored twice', async () => {
    let lost = 0;
    const { task, writer, errors } = await startWriting((append) => async (from, drafts) => {
      const reply = await append(from, drafts);
      if (lost++ < 2) throw new Error('the reply was lost');
      return reply;
    });
    writer.writeText('a');
    await writer.flush();
    writer.writeText('b');
    await writer.flush();
    expect(await readText(task)).toBe('ab');
    expect(writer.headSeq).toBe(4);
    expect(errors).toHaveLength(2);
  });

  test('is given up when the work is stopped: a flush does not wait for ever', async () => {
    const { writer, stop } = await startWriting(() => () => Promise.reject(new Error('no answer')));
    writer.writeText('a');
    stop.stop('drain');
    expect(await writer.flush()).toBe(false);
    expect(writer.headSeq).toBe(2);
  });
});

describe('a refused append', () => {
  test('invariant 8: of a cancelled task stops the work; nothing follows the cancel', async () => {
    const { task, writer, stop } = await startWriting();
    writer.writeText('a');
    await writer.flush();
    await store.transitions.cancel(task);
    writer.writeText('b');
    expect(await writer.flush()).toBe(false);
    writer.writeText('c');
    expect(await writer.flush()).toBe(false);
    expect(stop.reason).toBe('cancel_requested');
    expect(await readText(task)).toBe('a');
    expect((await readLog(store.redis, task)).at(-1)?.type).toBe('cancel_requested');
  });

  test('invariant 3: of a task that another holds stops the work, and Redis is asked no more', async () => {
    const { task, writer, stop, appends } = await startWriting();
    await runOut(store.redis, task);
    await hold(store.transitions, task, { head: 2, holder: 'worker-b' });
    writer.writeText('a');
    await writer.flush();
    expect(stop.reason).toBe('lost');
    writer.writeText('b');
    await writer.flush();
    expect(appends).toHaveLength(1);
    expect(await readText(task)).toBe('');
  });

  test('for a gap stops the work: somebody else wrote under our fence', async () => {
    const { task, fence, writer, stop } = await startWriting(
      (append) => (from, drafts) => append(from + 1, drafts),
    );
    writer.writeText('a');
    await writer.flush();
    expect(stop.reason).toBe('lost');
    await store.transitions.append(task, { ...fence, from: 3, leaseMs: LEASE_MS }, [chunk(0)]);
  });
});

describe('invariant 11: the backlog', () => {
  test('is there only while too much waits for Redis, and resolves when all is stored', async () => {
    const gate = makeGate();
    const { task, writer } = await startWriting(gate.wrap);
    writer.writeText('a');
    await gate.reached;
    expect(writer.backlog).toBeUndefined();
    const parts = 300;
    for (let i = 0; i < parts; i += 1) writer.writeText('x'.repeat(1_024));
    const backlog = writer.backlog;
    expect(backlog).toBeInstanceOf(Promise);

    gate.open();
    await backlog;

    expect(writer.backlog).toBeUndefined();
    expect((await readText(task)).length).toBe(1 + parts * 1_024);
  });

  test('counts entries too', async () => {
    const gate = makeGate();
    const { writer } = await startWriting(gate.wrap);
    for (let i = 0; i < 1_100; i += 1) writer.writeChunk('x', String(i));
    const backlog = writer.backlog;
    expect(backlog).toBeInstanceOf(Promise);
    gate.open();
    await backlog;
    expect(writer.headSeq).toBe(2 + 1_100);
  });

  test('does not hold up work that was stopped', async () => {
    const { writer, stop } = await startWriting(() => () => Promise.reject(new Error('no answer')));
    for (let i = 0; i < 1_100; i += 1) writer.writeChunk('x', String(i));
    const backlog = writer.backlog;
    stop.stop('cancel_requested');
    await backlog;
    expect(writer.headSeq).toBe(2);
  });
});
