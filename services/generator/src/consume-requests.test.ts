import { makeTaskId } from '@continuo/shared/protocol/task-id';
import { makeLogger } from '@continuo/shared/runtime/logger';
import type { RequestEntry } from '@continuo/shared/redis/request-stream';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { consumeNew, takeOverAbandoned, type ConsumeOptions } from './consume-requests.ts';
import { Workbench } from './workbench.ts';

const logger = makeLogger('generator', 'silent');

let bench: Workbench;
let stopping: AbortController;
/** Ends each piece of work that is under way, oldest first. */
let ends: (() => void)[];
let begun: RequestEntry[];
let onBegin: () => void;

beforeEach(() => {
  bench = new Workbench(2);
  stopping = new AbortController();
  ends = [];
  begun = [];
  onBegin = () => undefined;
});

afterEach(() => {
  stopping.abort();
  for (const end of ends) end();
});

function request(): RequestEntry {
  return { entryId: '1-0', taskId: makeTaskId(0, randomUUID()) };
}

function requests(count: number): RequestEntry[] {
  return Array.from({ length: count }, request);
}

function options(overrides: Partial<ConsumeOptions>): ConsumeOptions {
  return {
    readNew: () => new Promise<never>(() => undefined),
    listAbandoned: async () => [],
    showPresence: () => Promise.resolve(),
    capacity: () => bench.capacity(),
    placeFreed: () => bench.placeFreed(),
    start: (entry) => {
      const ended = Promise.withResolvers<void>();
      ends.push(ended.resolve);
      bench.start(entry.taskId, () => ended.promise);
      begun.push(entry);
      onBegin();
    },
    signal: stopping.signal,
    logger,
    ...overrides,
  };
}

function untilBegun(count: number): Promise<void> {
  return new Promise((resolve) => {
    onBegin = () => {
      if (begun.length >= count) resolve();
    };
    onBegin();
  });
}

/** Hands out what is there, as much as is asked for, then nothing any more. */
function makeSource(all: RequestEntry[]) {
  const asked: number[] = [];
  const read = async (countMax: number): Promise<RequestEntry[]> => {
    asked.push(countMax);
    const some = all.splice(0, countMax);
    return some.length > 0 ? some : new Promise<never>(() => undefined);
  };
  return { asked, read };
}

describe('new requests', () => {
  test('are read as places become free, never more than there are', async () => {
    const { asked, read } = makeSource(requests(5));
    void consumeNew(options({ readNew: read }));
    for (let count = 2; count <= 5; count += 1) {
      await untilBegun(count);
      expect(bench.capacity()).toBe(0);
      ends.shift()?.();
    }
    expect(asked.slice(0, 4)).toEqual([2, 1, 1, 1]);
  });

  test('invariant 11: wait when the places were taken while they were being read', async () => {
    const reading = Promise.withResolvers<RequestEntry[]>();
    const consuming = consumeNew(options({ readNew: () => reading.promise }));
    const taken = requests(2);
    for (const entry of taken) options({}).start(entry);
    const late = requests(2);
    reading.resolve(late);
    ends.shift()?.();
    await untilBegun(3);
    expect(bench.capacity()).toBe(0);
    expect(begun).toEqual([...taken, late[0]]);
    stopping.abort();
    ends.shift()?.();
    await consuming;
    expect(begun).toHaveLength(3);
  });

  test('are read again after Redis gave no answer', async () => {
    const all = requests(1);
    const { asked, read } = makeSource([...all]);
    const readNew = async (countMax: number): Promise<RequestEntry[]> => {
      if (asked.length > 0) return read(countMax);
      asked.push(countMax);
      throw new Error('no answer');
    };
    void consumeNew(options({ readNew }));
    await untilBegun(1);
    expect(begun).toEqual(all);
  });

  test('are read no more after the stop, whatever the reading was waiting for', async () => {
    const reading = Promise.withResolvers<RequestEntry[]>();
    const consuming = consumeNew(options({ readNew: () => reading.promise }));
    stopping.abort();
    reading.reject(new Error('Connection is closed.'));
    await consuming;

    const late = Promise.withResolvers<RequestEntry[]>();
    stopping = new AbortController();
    const other = consumeNew(options({ readNew: () => late.promise }));
    stopping.abort();
    late.resolve(requests(1));
    await other;
    expect(begun).toEqual([]);
  });
});

describe('abandoned requests', () => {
  test('are taken over while there is room, the rest at a later look-round', async () => {
    const all = requests(3);
    void takeOverAbandoned(options({ listAbandoned: async () => all }));
    await untilBegun(2);
    expect(begun).toEqual(all.slice(0, 2));
    ends.shift()?.();
    await untilBegun(3);
    expect(bench.capacity()).toBe(0);
  });

  test('are looked for again after Redis gave no answer', async () => {
    let calls = 0;
    const all = requests(1);
    const listAbandoned = async (): Promise<RequestEntry[]> => {
      if (calls++ === 0) throw new Error('no answer');
      return all;
    };
    void takeOverAbandoned(options({ listAbandoned }));
    await untilBegun(1);
    expect(begun).toEqual(all);
  });

  test('are begun no more after the stop', async () => {
    const listing = Promise.withResolvers<RequestEntry[]>();
    const listed = Promise.withResolvers<void>();
    const listAbandoned = (): Promise<RequestEntry[]> => {
      listed.resolve();
      return listing.promise;
    };
    const looking = takeOverAbandoned(options({ listAbandoned }));
    await listed.promise;
    stopping.abort();
    listing.resolve(requests(1));
    await looking;
    expect(begun).toEqual([]);
  });
});
