import { once } from 'node:events';
import { eventually } from '@continuo/tests/support/eventually';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Redis } from './connection.ts';
import { entriesKey, liveChannel, taskKey } from './keys.ts';
import { PAGE_ENTRIES, readLogHead, readTaskStream, type LogHead } from './task-stream.ts';
import { TaskTail, type TaskTailOptions } from './task-tail.ts';
import type { TaskRef } from './transitions.ts';
import { startReader } from './testing/start-reader.ts';
import { startWriter } from './testing/start-writer.ts';
import { COMPLETED, chunk, newTask } from './testing/test-task.ts';
import { useRedis } from './testing/use-redis.ts';

/** A bound for hanging tests, not a measure of speed. */
const TIMEOUT_MS = 20_000;
const TERMINAL = { tag: 'terminal' };

const store = useRedis();

let subscriber: Redis;
let tail: TaskTail;
let errors: unknown[];
/** How many entries each page had that the tail has read. */
let pages: number[];

beforeEach(() => {
  tail = makeTail();
});

afterEach(() => {
  tail.close();
});

function makeTail(overrides: Partial<TaskTailOptions> = {}): TaskTail {
  errors = [];
  pages = [];
  subscriber = store.connect('subscriber');
  return new TaskTail({
    subscriber,
    readLog: async (taskId, afterSeq) => {
      const page = await readTaskStream(store.redis, taskId, afterSeq);
      pages.push(page.tag === 'page' ? page.entries.length : 0);
      return page;
    },
    readHead: (taskId) => readLogHead(store.redis, taskId),
    onError: (error) => errors.push(error),
    ...overrides,
  });
}

/** Finds nothing to repair: what the tail does not notice by itself stays lost. */
const WITHOUT_WATCHDOG = async (): Promise<LogHead> => ({ seq: 0, incarnation: 0 });

function replaceTail(overrides: Partial<TaskTailOptions>): void {
  tail.close();
  tail = makeTail(overrides);
}

function seqsFrom(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/** Breaks the subscribed connection; resolves when there is another. */
async function breakSubscription(): Promise<void> {
  const address = `127.0.0.1:${subscriber.stream.localPort}`;
  const isBack = once(subscriber, 'ready');
  await store.redis.call('CLIENT', 'KILL', 'ADDR', address);
  await isBack;
}

async function countSubscriptions({ taskId }: TaskRef): Promise<number> {
  const [, count] = (await store.redis.call('PUBSUB', 'SHARDNUMSUB', liveChannel(taskId))) as [
    string,
    number,
  ];
  return count;
}

/** Resolves when so many readers have everything that is stored, and hear the rest. */
async function untilLive(readers: number): Promise<void> {
  await eventually(
    async () => pages.filter((length) => length === 0).length,
    (empty) => empty >= readers,
  );
}

/** A way to hold something up until it is let go. */
function makeGate(): { reached: Promise<void>; pass: () => Promise<void>; open: () => void } {
  const reached = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  const pass = async (): Promise<void> => {
    reached.resolve();
    await opened.promise;
  };
  return { reached: reached.promise, pass, open: opened.resolve };
}

describe('invariant 4: a reader sees every later entry once, in order', { timeout: TIMEOUT_MS }, () => {
  test('wherever and whenever it joins, while a writer appends', async () => {
    const writer = await startWriter(store);
    const readers = [];
    for (let round = 0; round < 60; round += 1) {
      const afterSeq = Math.floor(Math.random() * (writer.head + 1));
      readers.push({ afterSeq, reader: startReader(tail, writer.task, afterSeq) });
      await writer.write(...Array.from({ length: 1 + (round % 5) }, (_, i) => chunk(i)));
    }
    await writer.finish();
    for (const { afterSeq, reader } of readers) {
      expect(await reader.ended).toEqual(TERMINAL);
      expect(reader.seqs).toEqual(seqsFrom(afterSeq + 1, writer.head));
    }
    expect(errors).toEqual([]);
  });

  test('because it subscribes before it reads', async () => {
    const subscriptions: number[] = [];
    const writer = await startWriter(store);
    replaceTail({
      readLog: async (taskId, afterSeq) => {
        subscriptions.push(await countSubscriptions(writer.task));
        return readTaskStream(store.redis, taskId, afterSeq);
      },
    });
    const reader = startReader(tail, writer.task);
    await reader.has(2);
    expect(subscriptions[0]).toBe(1);
    reader.abort();
  });

  test('when it joins after the end', async () => {
    const writer = await startWriter(store);
    await writer.write(chunk(0));
    await writer.finish();
    const [whole, last] = [startReader(tail, writer.task), startReader(tail, writer.task, 3)];
    expect([await whole.ended, await last.ended]).toEqual([TERMINAL, TERMINAL]);
    expect([whole.seqs, last.seqs]).toEqual([[1, 2, 3, 4], [4]]);
  });

  test('when the log has several pages', async () => {
    const writer = await startWriter(store);
    const chunks = seqsFrom(1, 64).map((id) => chunk(id, 'x'));
    while (writer.head <= 2 * PAGE_ENTRIES) await writer.write(...chunks);
    const reader = startReader(tail, writer.task);
    await writer.finish();
    expect(await reader.ended).toEqual(TERMINAL);
    expect(reader.seqs).toEqual(seqsFrom(1, writer.head));
  });

  test('when the subscribed connection breaks again and again', async () => {
    const writer = await startWriter(store);
    const readers = seqsFrom(1, 5).map(() => startReader(tail, writer.task));
    for (let round = 0; round < 5; round += 1) {
      const broken = breakSubscription();
      for (let i = 0; i < 20; i += 1) await writer.write(chunk(i));
      await broken;
    }
    await writer.finish();
    for (const reader of readers) {
      expect(await reader.ended).toEqual(TERMINAL);
      expect(reader.seqs).toEqual(seqsFrom(1, writer.head));
    }
  });

  test('when a message is lost and the next one shows the gap', async () => {
    replaceTail({ readHead: WITHOUT_WATCHDOG });
    const writer = await startWriter(store);
    const reader = startReader(tail, writer.task);
    await untilLive(1);
    await writer.writeUnheard(chunk(0));
    await writer.write(chunk(1));
    await writer.finish();
    expect(await reader.ended).toEqual(TERMINAL);
    expect(reader.seqs).toEqual([1, 2, 3, 4, 5]);
  });

  test('when the last message is lost, which shows no gap', async () => {
    const writer = await startWriter(store);
    const reader = startReader(tail, writer.task);
    await untilLive(1);
    await writer.writeUnheard(COMPLETED);
    expect(await reader.ended).toEqual(TERMINAL);
    expect(reader.seqs).toEqual([1, 2, 3]);
  });

  test('when a message is lost with the connection while the store is being read', async () => {
    const gate = makeGate();
    replaceTail({
      readLog: async (taskId, afterSeq) => {
        const page = await readTaskStream(store.redis, taskId, afterSeq);
        if (afterSeq === 2) await gate.pass();
        return page;
      },
      readHead: WITHOUT_WATCHDOG,
    });
    const writer = await startWriter(store);
    const reader = startReader(tail, writer.task);
    await gate.reached;
    await writer.writeUnheard(COMPLETED);
    await breakSubscription();
    await eventually(
      () => countSubscriptions(writer.task),
      (count) => count === 1,
    );
    // The reply to the subscription has come when that of a later command has.
    await subscriber.ping();
    gate.open();
    expect(await reader.ended).toEqual(TERMINAL);
    expect(reader.seqs).toEqual([1, 2, 3]);
  });

  test('when the store cannot be read for a while', async () => {
    let failures = 0;
    replaceTail({
      readLog: async (taskId, afterSeq) => {
        if (failures++ === 0) throw new Error('no answer');
        return readTaskStream(store.redis, taskId, afterSeq);
      },
    });
    const writer = await startWriter(store);
    const reader = startReader(tail, writer.task);
    await writer.finish();
    expect(await reader.ended).toEqual(TERMINAL);
    expect(reader.seqs).toEqual([1, 2, 3]);
    expect(errors).toHaveLength(1);
  });
});

describe('a live reader', { timeout: TIMEOUT_MS }, () => {
  test('costs no read for what it hears', async () => {
    // Readers that come before there is a connection read once more when there is one.
    await subscriber.ping();
    const writer = await startWriter(store);
    const reader = startReader(tail, writer.task);
    await untilLive(1);
    for (let i = 0; i < 50; i += 1) await writer.write(chunk(i));
    await reader.has(writer.head);
    expect(pages).toEqual([2, 0]);
    reader.abort();
  });

  test('that takes no more is kept nothing for: it reads pages when it can take again', async () => {
    const writer = await startWriter(store);
    const gate = makeGate();
    const taken: number[] = [];
    const slow = startReader(tail, writer.task, 0, (entries) => {
      taken.push(entries.length);
      return entries[0]?.seq === 3 ? gate.pass() : undefined;
    });
    const fast = startReader(tail, writer.task);
    await untilLive(2);
    await writer.write(chunk(0));
    await gate.reached;
    for (let i = 1; i <= 30; i += 1) await writer.write(chunk(i));
    await fast.has(writer.head);
    expect(slow.seqs).toEqual([1, 2, 3]);

    gate.open();
    await writer.finish();

    expect([await slow.ended, await fast.ended]).toEqual([TERMINAL, TERMINAL]);
    expect(slow.seqs).toEqual(seqsFrom(1, writer.head));
    expect(Math.max(...taken)).toBeGreaterThanOrEqual(30);
  });

  test.each(['throws', 'rejects'])('that %s ends alone', async (how) => {
    const writer = await startWriter(store);
    const failing = startReader(tail, writer.task, 0, (entries) => {
      if (entries[0]?.seq !== 3) return undefined;
      if (how === 'throws') throw new Error('cannot take it');
      return Promise.reject(new Error('cannot take it'));
    });
    const other = startReader(tail, writer.task);
    await untilLive(2);
    await writer.write(chunk(0));
    await expect(failing.ended).rejects.toThrow('cannot take it');
    await writer.finish();
    expect(await other.ended).toEqual(TERMINAL);
    expect(other.seqs).toEqual([1, 2, 3, 4]);
  });

  test('that aborts itself while it takes the end does not disturb the others', async () => {
    const writer = await startWriter(store);
    const leaving = startReader(tail, writer.task, 0, (entries) => {
      if (entries.at(-1)?.type === 'completed') leaving.abort();
    });
    const other = startReader(tail, writer.task);
    await untilLive(2);
    await writer.finish();
    expect(await other.ended).toEqual(TERMINAL);
    expect(['terminal', 'aborted']).toContain((await leaving.ended).tag);
  });
});

describe('invariant 11: what readers leave behind', { timeout: TIMEOUT_MS }, () => {
  test('is no subscription, once the last of a task is gone; before, they share one', async () => {
    const writer = await startWriter(store);
    const readers = seqsFrom(1, 10).map(() => startReader(tail, writer.task));
    await untilLive(10);
    expect(await countSubscriptions(writer.task)).toBe(1);
    for (const reader of readers) reader.abort();
    for (const reader of readers) expect(await reader.ended).toEqual({ tag: 'aborted' });
    await eventually(
      () => countSubscriptions(writer.task),
      (count) => count === 0,
    );
  });

  test('does not hinder who comes as they go', async () => {
    const writer = await startWriter(store);
    for (let round = 0; round < 10; round += 1) {
      const leaving = startReader(tail, writer.task);
      await leaving.has(2);
      leaving.abort();
      const next = startReader(tail, writer.task, writer.head);
      await leaving.ended;
      await writer.write(chunk(round));
      await next.has(writer.head);
      expect(next.seqs).toEqual([writer.head]);
      next.abort();
    }
  });

  test('is nothing either when they abort in the middle of a read', async () => {
    const gate = makeGate();
    replaceTail({
      readLog: async (taskId, afterSeq) => {
        await gate.pass();
        return readTaskStream(store.redis, taskId, afterSeq);
      },
    });
    const writer = await startWriter(store);
    const reader = startReader(tail, writer.task);
    await gate.reached;
    reader.abort();
    gate.open();
    expect(await reader.ended).toEqual({ tag: 'aborted' });
    expect(reader.seqs).toEqual([]);
    await eventually(
      () => countSubscriptions(writer.task),
      (count) => count === 0,
    );
  });
});

describe('a log that is gone', { timeout: TIMEOUT_MS }, () => {
  test('is told at once of a task that nobody knows', async () => {
    expect(await startReader(tail, newTask()).ended).toEqual({ tag: 'gone' });
  });

  test('is told when only its record is left', async () => {
    const writer = await startWriter(store);
    await store.redis.del(entriesKey(writer.task.taskId));
    expect(await startReader(tail, writer.task).ended).toEqual({ tag: 'gone' });
  });

  test('is told to a live reader too, when its store loses everything', async () => {
    const writer = await startWriter(store);
    const reader = startReader(tail, writer.task);
    await untilLive(1);
    await store.redis.del(entriesKey(writer.task.taskId), taskKey(writer.task.taskId));
    expect(await reader.ended).toEqual({ tag: 'gone' });
    expect(reader.seqs).toEqual([1, 2]);
  });
});
